// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A contract made of functions, which records what the host rejects. */
public final class FakeContract implements Contract {

    public final List<BooleanSupplier> watched = new CopyOnWriteArrayList<>();
    public final List<String> rejected = new CopyOnWriteArrayList<>();

    private final Function<Request, Verdict> decide;
    private final Function<Duration, CompletionStage<@Nullable Void>> drain;

    /** Makes a contract that drains at once. */
    public FakeContract(Function<Request, Verdict> decide) {
        this(decide, grace -> CompletableFuture.completedFuture(null));
    }

    public FakeContract(Function<Request, Verdict> decide, Function<Duration, CompletionStage<@Nullable Void>> drain) {
        this.decide = decide;
        this.drain = drain;
    }

    @Override
    public Verdict decide(Request request) {
        return decide.apply(request);
    }

    @Override
    public void watch(BooleanSupplier alive) {
        watched.add(alive);
    }

    @Override
    public void rejected(Refusal reason) {
        rejected.add(reason.word());
    }

    @Override
    public CompletionStage<@Nullable Void> drain(Duration grace) {
        return drain.apply(grace);
    }
}
