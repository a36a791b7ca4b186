// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.telemetry;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The reasons for turning something down: a tab, a request, a credential. Each has a word for metrics, the setting that
 * decides it, and what to do about it.
 */
public enum Refusal {
    /** A crawler's user agent. */
    BOT("bots", "a crawler, by its user agent; if it is not one, set bots to count", false),
    /** A page of another site. */
    ORIGIN(
            "allowed-origins",
            "a page of another origin; if it is yours, let the proxy pass on Host, or add its origin to allowed-origins",
            true),
    /** A host name that is not the server's own. */
    HOST("allowed-hosts", "a Host header with an unknown name; if it is yours, add it to allowed-hosts", true),
    /** A version, route or query that does not fit. */
    MALFORMED("", "a version, route or query that is not valid; the answer says what was expected", false),
    /** No place left for one more tab. */
    CAPACITY("max-connections", "no capacity for one more tab; raise max-connections, or add another server", true),
    /** Too many tabs from one address. */
    ADDRESS_FULL(
            "max-connections-per-address",
            "too many tabs of one address; if it is a proxy's, see trusted-proxies and client-address-headers",
            true),
    /** One address opens tabs too fast. */
    ADDRESS_RATE(
            "connect-rate-per-address",
            "one address opens tabs too fast; if it is a proxy's, see trusted-proxies and client-address-headers",
            true),
    /** All addresses together open tabs too fast. */
    CONNECT_RATE("connect-rate", "more new tabs a second than connect-rate allows; they come back by themselves", true),
    /** The server is shutting down. */
    LEAVING("shutdown-grace", "the server is stopping; tabs come back to the next one", false),
    /** A tab sends too many messages. */
    MESSAGE_RATE("", "a tab that sends more than 10 messages, or 100 route updates, a second", false),
    /** A proxy sends a header with the client's address that is not believed. */
    PROXY_HEADER(
            "client-address-headers",
            "a trusted proxy names the client in a header that is not listed; add the one it writes to client-address-headers",
            true),
    /** An admin endpoint, and no secret is configured. */
    NO_SECRET_SET("admin-secret", "no secret is configured; set admin-secret to use the admin endpoints", true),
    /** Neither a secret nor a session. */
    SECRET_MISSING("admin-secret", "no secret and no session; send Authorization: Bearer, or sign in", false),
    /** A wrong secret. */
    SECRET_WRONG("admin-secret", "a wrong secret; compare it with admin-secret, ci-secret and read-secret", false),
    /** Wrong secrets again and again. */
    SECRET_GUESSED("admin-secret", "repeated wrong secrets from one address; look for a job with an old one", true),
    /** A correct secret that does not allow the request. */
    SECRET_SCOPE("ci-secret", "a secret that does not allow the request; read-secret only reads", false),
    /** A token that was handed out and has ended. */
    ACCESS_TOKEN_OVER(
            "", "a token that was revoked or has expired; make another one with rollcall token create", false),
    /** A token for some tabs, and a command for all. */
    ACCESS_TOKEN_LIMITS(
            "",
            "a release, or the abort of somebody else's wave, with a token that is limited to some tabs; use one without limits",
            false),
    /** A token that another node may know, but that node does not answer. */
    ACCESS_TOKEN_ELSEWHERE(
            "redis-url",
            "a token that this node does not know, while another that may know it is silent; look at admin/nodes",
            true),
    /** A session that has ended, or that counts only for pages of this host. */
    SESSION("session-max-age", "a session that has ended, or whose cookie came from another site's page", false),
    /** Too many admin requests at once. */
    ADMIN_BUSY("", "too many admin requests at once; look for a client that repeats them", true),
    /** A command, or a sign-out, that the journal could not keep. */
    NOT_KEPT(
            "data-dir",
            "a command that could not be kept, so it was not carried out; check the disk of data-dir",
            true),
    /** Nobody said yes. */
    STATS("", "live stats for somebody whom no authorizer allows; the log at start lists the authorizers", false),
    /** A token whose signature does not verify. */
    TOKEN_SIGNATURE("jwt-hmac-secret", "a token that is not signed with the configured key", false),
    /** A token that is too old, too new, or issued by or for somebody else. */
    TOKEN_CLAIMS("jwt-issuer", "a token that has expired, or with another issuer or audience", false),
    /** A token without the required claim. */
    TOKEN_RIGHT("jwt-claim", "a valid token without the claim that lets people see stats", false),
    /** The keys could not be fetched. */
    TOKEN_KEYS("jwt-jwks-url", "the keys at jwt-jwks-url could not be fetched, so tokens could not be checked", true),
    /** A sealed session that cannot be opened, or is too old. */
    SEAL("nuxt-session-password", "a session that has expired or is sealed with another password or key", false),
    /** A session without the required field. */
    SEAL_RIGHT("nuxt-session-field", "a valid session without the field that lets people see stats", false),
    /** Too many sessions that cannot be opened. */
    SEAL_BUSY("nuxt-session-password", "too many sessions that cannot be opened; other tabs must wait", true),
    /** The callback said no. */
    CALLBACK("stats-callback-url", "the server at stats-callback-url said no", false),
    /** The callback could not be asked. */
    CALLBACK_FAILED(
            "stats-callback-url", "the server at stats-callback-url gave no answer within 4 seconds, or failed", true),
    /** An authorizer threw, or returned nothing. */
    AUTHORIZER_FAILED(
            "", "an authorizer of the application failed, which counts as no; a separate log line names it", true),
    /** An authorizer gave no answer in time. */
    AUTHORIZER_TIMEOUT("", "an authorizer gave no answer within 5 seconds; the tab is told to ask again", true),
    /** Too many questions for the authorizers. */
    AUTHORIZER_BUSY(
            "authorizer-threads",
            "a question to the authorizers found no thread within 5 seconds, or too many wait; raise authorizer-threads, or"
                    + " answer without blocking",
            true),
    /** A session of the application that its store could not look up. */
    SESSION_STORE(
            "",
            "the store of the application's sessions could not be asked whether somebody is still signed in; the tab is told to"
                    + " ask again",
            true),
    /** A session that another node may know, but that node does not answer. */
    SESSION_ELSEWHERE(
            "redis-url",
            "a session that this node does not know, while another that may know it is silent; look at admin/nodes",
            true),
    /** Something on the backplane that is not signed with the key of the cluster. */
    CLUSTER_KEY(
            "cluster-key",
            "a message of another node that is not signed with this node's cluster-key; give all nodes the same one",
            true),
    /** A connection that sent too little. */
    PENDING(
            "",
            "a connection that had sent little was closed for a newcomer; look for an address that opens many",
            true),
    /** A client that holds too much of the host's memory. */
    MEMORY(
            "max-buffered-bytes",
            "a client held too much that was unfinished or unread; look at max-buffered-bytes",
            true),
    /** Too many frames without content over HTTP/2. */
    FRAME_RATE("", "too many pings, settings or empty frames on one HTTP/2 connection", false),
    /** A tab that was reloaded for a new build and got the old one from a service worker. */
    UNCHANGED_SERVICE_WORKER(
            "",
            "a tab was reloaded, but a service worker brought the old build; see Service workers in the client's guide",
            true),
    /** A tab that was reloaded for a new build and got the old one from the browser's cache. */
    UNCHANGED_CACHE(
            "",
            "a tab was reloaded, but the browser's cache brought the old build; send pages with Cache-Control: no-cache",
            true),
    /** A tab that was reloaded for a new build and got the old one from a cache in front of the site. */
    UNCHANGED_CDN(
            "",
            "a tab was reloaded, but a cache in front of the site brought the old build; purge it when you deploy",
            true),
    /** A tab that was reloaded for a new build, which the site does not serve yet. */
    UNCHANGED_SITE(
            "",
            "a tab was reloaded, but the site still serves the old build; announce a version after it is deployed everywhere",
            true),
    /** Not valid HTTP. */
    HTTP_400("", "a request that is not valid HTTP, or a malformed WebSocket handshake", false),
    /** Not complete in time. */
    HTTP_408("", "a request that was not complete within 10 seconds", false),
    /** A body that is too large. */
    HTTP_413("", "a body of more than 16,384 bytes", false),
    /** A request line that is too long. */
    HTTP_414("", "a request line of more than 8,192 bytes", false),
    /** An expectation that is not met. */
    HTTP_417("", "an Expect header other than 100-continue", false),
    /** Another version of WebSocket. */
    HTTP_426("", "a WebSocket version other than 13", false),
    /** Headers that are too large. */
    HTTP_431("", "headers of more than 16,384 bytes", false),
    /** Another version of HTTP. */
    HTTP_505("", "an HTTP version other than 1.0, 1.1 and 2", false),
    /** Any other answer that a host gave by itself. */
    HTTP_OTHER("", "a request that the host refused by itself", false);

    private final String word;
    private final String setting;
    private final String advice;
    private final boolean urgent;

    Refusal(String setting, String advice, boolean urgent) {
        this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.setting = setting;
        this.advice = advice;
        this.urgent = urgent;
    }

    /**
     * Returns the reason for a tab's report that a reload changed nothing.
     *
     * @param source what delivered the old build, in the words of the protocol; null for nothing
     * @return null when there is no such word
     */
    public static @Nullable Refusal unchanged(@Nullable String source) {
        if (source == null) {
            return null;
        }
        return switch (source) {
            case "service-worker" -> UNCHANGED_SERVICE_WORKER;
            case "cache" -> UNCHANGED_CACHE;
            case "cdn" -> UNCHANGED_CDN;
            case "site" -> UNCHANGED_SITE;
            default -> null;
        };
    }

    /** Returns the reason for an HTTP status that a host sent by itself. */
    public static Refusal http(int status) {
        return switch (status) {
            case 400 -> HTTP_400;
            case 408 -> HTTP_408;
            case 413 -> HTTP_413;
            case 414 -> HTTP_414;
            case 417 -> HTTP_417;
            case 426 -> HTTP_426;
            case 431 -> HTTP_431;
            case 505 -> HTTP_505;
            default -> HTTP_OTHER;
        };
    }

    /** Returns the reason as a word, in lower case with dashes: the value of a label. */
    public String word() {
        return word;
    }

    /** Returns the name of the setting that decides it; empty when there is none. */
    public String setting() {
        return setting;
    }

    /** Returns what was refused and what to do about it, in one line. */
    public String advice() {
        return advice;
    }

    /** Whether an operator should look at it; other refusals are part of a normal day. */
    public boolean urgent() {
        return urgent;
    }

    /** Whether this is not a decision: nobody could be asked, or not in time. Asking again later may succeed. */
    public boolean undecided() {
        return switch (this) {
            case TOKEN_KEYS,
                    SEAL_BUSY,
                    CALLBACK_FAILED,
                    AUTHORIZER_TIMEOUT,
                    AUTHORIZER_BUSY,
                    SESSION_STORE,
                    SESSION_ELSEWHERE,
                    ACCESS_TOKEN_ELSEWHERE -> true;
            default -> false;
        };
    }
}
