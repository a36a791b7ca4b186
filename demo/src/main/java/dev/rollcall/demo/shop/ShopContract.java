// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.shop;

import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contract of a server with a shop: the shop answers every path that is not the protocol's own. Thread-safe. */
public final class ShopContract implements Contract {

    private static final Logger LOG = LoggerFactory.getLogger(ShopContract.class);

    private final Protocol protocol;
    private final Shop shop;

    /** Serves a shop beside a protocol, which the contract does not close. */
    public ShopContract(Protocol protocol, Shop shop) {
        this.protocol = protocol;
        this.shop = shop;
    }

    @Override
    public Verdict decide(Request request) {
        if (protocol.serves(request.path())) {
            return protocol.decide(request);
        }
        Response answer = answer(request);
        return answer == null ? protocol.decide(request) : new Verdict.Answer(answer);
    }

    private @Nullable Response answer(Request request) {
        try {
            return shop.answer(request);
        } catch (RuntimeException e) {
            LOG.error("The shop could not answer; it was answered 500. Please report this. request={}", request, e);
            return Responses.error(500, "internal error");
        }
    }

    @Override
    public void watch(BooleanSupplier alive) {
        protocol.watch(alive);
    }

    @Override
    public void rejected(Refusal reason) {
        protocol.rejected(reason);
    }

    @Override
    public CompletionStage<@Nullable Void> drain(Duration grace) {
        return protocol.drain(grace);
    }
}
