// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A script that is sent by its digest, or whole when Redis does not know it, as after a restart. Immutable. */
final class Script {

    private final String text;
    private final String digest;

    Script(String text) {
        this.text = text;
        this.digest = digest(text);
    }

    CompletionStage<List<byte[]>> run(
            RedisClusterAsyncCommands<String, byte[]> redis, List<String> keys, byte[]... arguments) {
        String[] names = keys.toArray(new String[0]);
        return redis.<List<byte[]>>evalsha(digest, ScriptOutputType.MULTI, names, arguments)
                .handle((answer, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedStage(answer);
                    }
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    return cause instanceof RedisNoScriptException
                            ? redis.<List<byte[]>>eval(text.getBytes(UTF_8), ScriptOutputType.MULTI, names, arguments)
                            : CompletableFuture.<List<byte[]>>failedStage(failure);
                })
                .thenCompose(answer -> answer);
    }

    /** Returns the digest by which Redis names a script. */
    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1", e); // every Java must have it
        }
    }
}
