// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which page a request comes from (RFC 6454; WHATWG Fetch, section 3.3), as {@link OriginPolicy} has read it. Immutable.
 *
 * @param isAllowed whether the request may go on. One without {@code Origin} may: no browser sent it from another site's
 *     page. One with several, with {@code null} or with something unreadable may not
 * @param isSameHost whether the request comes from a page of this very host, so that a person's cookie counts. Stricter
 *     than {@code isAllowed}: pages of listed origins are let in, but do not act for an administrator. A request that only
 *     reads may come without {@code Origin}, as browsers send it, unless {@code Sec-Fetch-Site} names another site
 * @param listed the origin as it was sent, when it is a listed one and not this host's; null otherwise
 */
public record RequestOrigin(
        boolean isAllowed, boolean isSameHost, @Nullable String listed) {

    /** The last one is for pages that name their version in all requests, including those of their tab. */
    private static final String ALLOWED_HEADERS = "Content-Type, Authorization, X-Rollcall-Version";

    static RequestOrigin none(boolean isSameHost) {
        return new RequestOrigin(true, isSameHost, null);
    }

    static RequestOrigin sameHost(boolean ownSite) {
        return new RequestOrigin(true, ownSite, null);
    }

    static RequestOrigin listed(String origin) {
        return new RequestOrigin(true, false, origin);
    }

    static RequestOrigin foreign() {
        return new RequestOrigin(false, false, null);
    }

    /**
     * Answers a request whose method its path does not support: a browser's preflight request, or else with 405.
     *
     * @param methods the methods that the path supports, separated by commas
     */
    public Verdict preflightOr(Request request, String methods) {
        if (request.method().equals("OPTIONS") && listed != null) {
            Response preflight = Responses.with(Responses.empty(204), "Access-Control-Allow-Methods", methods);
            preflight = Responses.with(preflight, "Access-Control-Allow-Headers", ALLOWED_HEADERS);
            return new Verdict.Answer(Responses.with(preflight, "Access-Control-Max-Age", "600"));
        }
        return new Verdict.Answer(Responses.methodNotAllowed(methods));
    }

    /**
     * Returns the request as a tab may make it: it keeps the cookie of a person who is signed in to the dashboard only
     * when it comes from a page of this very host. Pages of other sites do not act for that person, whatever the
     * transport.
     */
    public Request ofTab(Request request) {
        List<String> cookies = request.headers().all("cookie");
        List<String> kept = isSameHost ? cookies : Cookies.without(cookies, Cookies.SESSION);
        if (kept == cookies) {
            return request;
        }
        Map<String, List<String>> headers = new HashMap<>(request.headers().toMap());
        headers.put("cookie", kept);
        return request.withHeaders(Headers.of(headers));
    }

    /** Lets pages of listed origins read the response. */
    public Verdict readable(Verdict verdict) {
        return listed == null ? verdict : verdict.mapResponse(response -> readable(response, listed));
    }

    private static Response readable(Response response, String origin) {
        Response named = Responses.with(response, "Access-Control-Allow-Origin", origin);
        return Responses.varying(Responses.with(named, "Access-Control-Allow-Credentials", "true"), "Origin");
    }
}
