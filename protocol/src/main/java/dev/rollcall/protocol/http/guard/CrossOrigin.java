// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;

/** Responses about which pages may ask (WHATWG Fetch, section 3.3). Thread-safe. */
public final class CrossOrigin {

    private final OriginPolicy origins;
    private final Telemetry telemetry;

    public CrossOrigin(OriginPolicy origins, Telemetry telemetry) {
        this.origins = origins;
        this.telemetry = telemetry;
    }

    public boolean allows(Request request) {
        return origins.allows(request);
    }

    public Verdict forbidden() {
        telemetry.rejected("origin");
        return new Verdict.Answer(
                Responses.error(403, "origin not allowed (expected: the same host, or one in allowed-origins)"));
    }

    /** The answer to a method that is not for this path: it may be a browser's question before a request. */
    public Verdict preflightOr(Request request, String allowed) {
        String origin = origins.corsOrigin(request);
        if (request.method().equals("OPTIONS") && origin != null) {
            Response preflight = Responses.with(Responses.empty(204), "Access-Control-Allow-Methods", allowed);
            preflight = Responses.with(preflight, "Access-Control-Allow-Headers", "Content-Type, Authorization");
            return new Verdict.Answer(Responses.with(preflight, "Access-Control-Max-Age", "600"));
        }
        return new Verdict.Answer(Responses.methodNotAllowed(allowed));
    }

    /** Lets pages of allowed origins read the answer. */
    public Verdict readable(Request request, Verdict verdict) {
        String origin = origins.corsOrigin(request);
        if (origin == null) {
            return verdict;
        }
        return verdict.mapResponse(response -> readable(response, origin));
    }

    private static Response readable(Response response, String origin) {
        Response named = Responses.with(response, "Access-Control-Allow-Origin", origin);
        return Responses.with(Responses.with(named, "Access-Control-Allow-Credentials", "true"), "Vary", "Origin");
    }
}
