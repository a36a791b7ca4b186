// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol;

import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.http.Request;
import dev.rollcall.protocol.http.Response;
import dev.rollcall.protocol.http.guard.OriginPolicy;

/** Answers about which pages may ask (WHATWG Fetch, section 3.3). Thread-safe. */
final class CrossOrigin {

    private final OriginPolicy origins;
    private final Telemetry telemetry;

    CrossOrigin(OriginPolicy origins, Telemetry telemetry) {
        this.origins = origins;
        this.telemetry = telemetry;
    }

    boolean allows(Request request) {
        return origins.allows(request);
    }

    Verdict forbidden() {
        telemetry.rejected("origin");
        return new Verdict.Answer(
                Answers.error(403, "origin not allowed (expected: the same host, or one in allowed-origins)"));
    }

    /** The answer to a method that is not for this path: it may be a browser's question before a request. */
    Verdict preflightOr(Request request, String allowed) {
        String origin = origins.corsOrigin(request);
        if (request.method().equals("OPTIONS") && origin != null) {
            Response preflight = Answers.with(Answers.empty(204), "Access-Control-Allow-Methods", allowed);
            preflight = Answers.with(preflight, "Access-Control-Allow-Headers", "Content-Type, Authorization");
            return new Verdict.Answer(Answers.with(preflight, "Access-Control-Max-Age", "600"));
        }
        return new Verdict.Answer(Answers.methodNotAllowed(allowed));
    }

    /** Lets pages of allowed origins read the answer. */
    Verdict readable(Request request, Verdict verdict) {
        String origin = origins.corsOrigin(request);
        if (origin == null) {
            return verdict;
        }
        if (verdict instanceof Verdict.Answer answer) {
            return new Verdict.Answer(readable(answer.response(), origin));
        }
        if (verdict instanceof Verdict.Later later) {
            return new Verdict.Later(later.response().thenApply(response -> readable(response, origin)));
        }
        return verdict instanceof Verdict.Stream stream
                ? new Verdict.Stream(readable(stream.head(), origin), stream.opening())
                : verdict;
    }

    private static Response readable(Response response, String origin) {
        Response named = Answers.with(response, "Access-Control-Allow-Origin", origin);
        return Answers.with(Answers.with(named, "Access-Control-Allow-Credentials", "true"), "Vary", "Origin");
    }
}
