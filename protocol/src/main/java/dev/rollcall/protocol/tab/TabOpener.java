// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.Internals;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.counts.Ranking;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.NamedGroup;
import dev.rollcall.core.text.Route;
import dev.rollcall.core.text.Version;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.http.address.Client;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.http.address.IpLabeler;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.http.guard.Bots;
import dev.rollcall.protocol.http.guard.RequestOrigin;
import dev.rollcall.protocol.options.BotMode;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.protocol.tab.Places.Place;
import dev.rollcall.protocol.tab.forward.ForwardedAdmission;
import dev.rollcall.protocol.tab.forward.ForwardedCall;
import dev.rollcall.protocol.tab.forward.Forwarding;
import dev.rollcall.protocol.tab.input.Handshake;
import dev.rollcall.protocol.tab.input.Successors;
import dev.rollcall.protocol.wire.EventSourceRefusal;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.protocol.wire.Wire;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets tabs in: reads who they are, asks the limits for a place, opens the connection. Thread-safe. */
final class TabOpener {

    private final Internals core;
    private final Tabs tabs;
    private final TrustedProxies proxies;
    private final UserResolver users;
    private final String versionCookie;
    private final boolean excludeBots;
    private final BiPredicate<Request, RequestOrigin> administrators;
    private final Places places;
    private final Drain drain;
    private final ClientAddress clientAddress;
    private final IpLabeler ipLabeler;
    private final Forwarding forwarding;
    private final Bots bots = new Bots();

    TabOpener(
            Internals core,
            Tabs tabs,
            ProtocolOptions options,
            Places places,
            Drain drain,
            IpLabeler ipLabeler,
            BiPredicate<Request, RequestOrigin> administrators,
            Forwarding forwarding) {
        this.forwarding = forwarding;
        this.administrators = administrators;
        this.core = core;
        this.tabs = tabs;
        this.proxies = options.trustedProxies();
        this.users = options.userResolver();
        this.versionCookie = options.value(ContractSettings.VERSION_COOKIE);
        this.excludeBots = options.value(ContractSettings.BOTS) == BotMode.EXCLUDE;
        this.places = places;
        this.drain = drain;
        this.clientAddress = options.clientAddress();
        this.ipLabeler = ipLabeler;
    }

    /** {@code GET /sse}. */
    Verdict sse(Request request, RequestOrigin origin) {
        return open(
                request, origin, Transport.SSE, 204, opening -> new Verdict.Stream(Responses.streamHead(), opening));
    }

    /** {@code GET /ws} with an upgrade. */
    Verdict webSocket(Request request, RequestOrigin origin) {
        return open(request, origin, Transport.WEBSOCKET, 403, Verdict.Upgrade::new);
    }

    /** Returns the answer to a poll that another node has passed on; null when there is no such lease here. */
    @Nullable
    Response renew(Request request) {
        Query query = Query.parse(request.query());
        Client client = clientAddress.client(request);
        return new Poll(tabs, admission(request, client, query, Transport.POLLING), query).renew();
    }

    /** {@code GET /poll}: renews a lease, or opens one. */
    Verdict poll(Request request, RequestOrigin origin) {
        Query query = Query.parse(request.query());
        Client client = clientAddress.client(request);
        Admission admission;
        try {
            admission = admission(request, client, query, Transport.POLLING);
        } catch (IllegalArgumentException e) {
            return refused(Refusal.MALFORMED, client, Responses.error(400, String.valueOf(e.getMessage())));
        }
        Poll poll = new Poll(tabs, admission, query);
        Response renewed = poll.renew();
        if (renewed != null) {
            return new Verdict.Answer(renewed);
        }
        Place place = place(request, client, origin, admission, former(query));
        if (place.refusal() != null) {
            return refused(place.refusal(), client, places.refusal());
        }
        if (isBot(request)) {
            place.run();
            return bot(client, 204);
        }
        seen(admission, query);
        LeaseOpening here = new LeaseOpening(tabs, poll, place, drain);
        NodeId elsewhere = forwarding.opener(Successors.key(poll.presented()));
        return elsewhere == null
                ? new Verdict.Lease(here)
                : new Verdict.Later(openAt(elsewhere, request.query(), admission, here));
    }

    /** Asks another node to open a lease. If that node does not, or is silent, this one does. */
    private CompletionStage<Response> openAt(NodeId node, String query, Admission admission, LeaseOpening here) {
        byte[] admitted = ForwardedAdmission.write(admission);
        return forwarding
                .pass(node, new ForwardedCall(Forwarding.OPEN, query, "", admitted))
                .thenApply(there -> {
                    if (there.status() != 200) {
                        return here.answer();
                    }
                    here.abandon();
                    return there;
                });
    }

    /** Opens a lease for a tab that another node has let in, or renews the one that was opened for what it presents. */
    Response openFor(String rawQuery, Admission admission) {
        Query query = Query.parse(rawQuery);
        Poll poll = new Poll(tabs, admission, query);
        Response renewed = poll.renew();
        if (renewed != null) {
            return renewed;
        }
        Place place = places.takeForwarded();
        if (place.refusal() != null) {
            return places.refusal();
        }
        seen(admission, query);
        return new LeaseOpening(tabs, poll, place, drain).answer();
    }

    /* The user agent is looked at last, because matching a new one costs more than all other checks together. */
    private Verdict open(
            Request request,
            RequestOrigin origin,
            Transport transport,
            int botStatus,
            Function<Verdict.Opening, Verdict> as) {
        Query query = Query.parse(request.query());
        Client client = clientAddress.client(request);
        Admission admission;
        try {
            admission = admission(request, client, query, transport);
        } catch (IllegalArgumentException e) {
            return refused(Refusal.MALFORMED, client, Responses.error(400, String.valueOf(e.getMessage())));
        }
        Place place = place(request, client, origin, admission, former(query));
        if (place.refusal() != null) {
            return refused(place.refusal(), client, later(transport, request));
        }
        if (isBot(request)) {
            place.run();
            return bot(client, botStatus);
        }
        Handshake handshake = transport == Transport.WEBSOCKET ? Handshake.of(request, client.address()) : null;
        return as.apply(new TabOpening(admission, handshake, query, place));
    }

    private Response later(Transport transport, Request request) {
        Response refusal = places.refusal();
        return transport == Transport.SSE ? EventSourceRefusal.of(request.headers(), refusal) : refusal;
    }

    /** Returns a place; when none is left, a reserved one for a watching administrator, if there is one. */
    private Place place(
            Request request, Client client, RequestOrigin origin, Admission admission, @Nullable Connection former) {
        if (client.how() == Client.How.UNLISTED) {
            core.refusals().note(Refusal.PROXY_HEADER, client.address().getHostAddress());
        }
        Place place = place(client, former);
        if (place.refusal() == null || !admission.observer() || !administrators.test(request, origin)) {
            return place;
        }
        Place reserved = places.takeReserved();
        return reserved == null ? place : reserved;
    }

    /** Returns a place; when none is left, the place of the same tab's previous connection, if it had one. */
    private Place place(Client client, @Nullable Connection former) {
        Place place = places.take(client);
        if (place.refusal() == null || former == null || places.isClosed()) {
            return place;
        }
        tabs.replace(former);
        return places.take(client);
    }

    /** @throws IllegalArgumentException when version or route in the query do not fit */
    private Admission admission(Request request, Client client, Query query, Transport transport) {
        String malformed = query.malformed();
        if (malformed != null) {
            throw new IllegalArgumentException(malformed);
        }
        String version = version(request, query.first("version"));
        String route = NamedGroup.place(fit(Route.of(query.first("route"))), query.first("group"));
        String ip = ipLabeler.label(client.address());
        Refusal unchanged = Refusal.unchanged(query.first("unchanged"));
        if (unchanged != null) {
            core.refusals().note(unchanged, client.address().getHostAddress());
        }
        return new Admission(transport, version, route, ip, user(request), observes(query));
    }

    private static boolean observes(Query query) {
        String value = query.first("observe");
        return value != null && (value.equals("1") || value.equals("true"));
    }

    private String version(Request request, @Nullable String inQuery) {
        if (inQuery != null) {
            return fit(Version.of(inQuery));
        }
        String cookie = Cookies.first(request.headers().all("cookie"), versionCookie);
        if (cookie == null || cookie.isEmpty()) {
            return core.releases().currentVersion();
        }
        String decoded = Cookies.percentDecoded(cookie);
        return decoded == null ? Ranking.OTHER : Version.of(decoded).or(Ranking.OTHER);
    }

    private @Nullable String user(Request request) {
        String user = users.user(request, proxies.contains(request.peer()));
        return user != null && Version.of(user) instanceof Checked.Fit fit ? fit.value() : null;
    }

    private static String fit(Checked checked) {
        if (checked instanceof Checked.Misfit misfit) {
            throw new IllegalArgumentException(misfit.reason());
        }
        return checked.or("");
    }

    /**
     * Gives the version of a tab a place in the order before the tab is greeted. One that could not be read gets none.
     */
    private void seen(Admission admission, Query query) {
        if (!admission.observer() && !admission.version().equals(Ranking.OTHER)) {
            core.releases().seen(admission.version(), tabs.isFromBefore(query));
        }
    }

    private @Nullable Connection former(Query query) {
        String resume = query.first("resume");
        return resume == null ? null : tabs.former(resume);
    }

    private boolean isBot(Request request) {
        return excludeBots && bots.isBot(request.headers().first("user-agent"));
    }

    private Verdict bot(Client client, int status) {
        return refused(
                Refusal.BOT,
                client,
                status == 204 ? Responses.empty(204) : Responses.error(status, "bots are not counted"));
    }

    private Verdict refused(Refusal reason, Client client, Response response) {
        core.refusals().note(reason, client.address().getHostAddress());
        return new Verdict.Answer(response);
    }

    /** A tab that has a place, while its host prepares the wire. */
    private final class TabOpening implements Verdict.Opening {
        private final Admission admission;
        private final @Nullable Handshake handshake;
        private final Query query;
        private final Runnable place;

        TabOpening(Admission admission, @Nullable Handshake handshake, Query query, Runnable place) {
            this.admission = admission;
            this.handshake = handshake;
            this.query = query;
            this.place = place;
        }

        @Override
        public HeldTab open(Wire wire) {
            Connection former = former(query);
            if (former != null) {
                tabs.replace(former);
            } else {
                forwarding.replaced(Successors.key(query.first("resume")));
            }
            seen(admission, query);
            PushTab tab = tabs.open(admission, wire, handshake, place);
            tabs.opened(query, tab.connection());
            drain.sendAwayIfLeaving(tab);
            return tab;
        }

        @Override
        public void abandon() {
            place.run();
        }
    }
}
