// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.Internals;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.counts.Ranking;
import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.Version;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.http.Route;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.http.address.IpLabeler;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.http.guard.Bots;
import dev.rollcall.protocol.options.BotMode;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.protocol.tab.input.Handshake;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.protocol.wire.Wire;
import java.net.InetAddress;
import java.security.SecureRandom;
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
    private final Places places;
    private final Drain drain;
    private final ClientAddress clientAddress;
    private final IpLabeler ipLabeler;
    private final Bots bots = new Bots();

    TabOpener(Internals core, Tabs tabs, ProtocolOptions options, Places places, Drain drain) {
        this.core = core;
        this.tabs = tabs;
        this.proxies = options.trustedProxies();
        this.users = options.userResolver();
        this.versionCookie = options.value(ContractSettings.VERSION_COOKIE);
        this.excludeBots = options.value(ContractSettings.BOTS) == BotMode.EXCLUDE;
        this.places = places;
        this.drain = drain;
        this.clientAddress = new ClientAddress(proxies);
        this.ipLabeler = new IpLabeler(options.value(ContractSettings.IP_TRACKING), core.timer(), new SecureRandom());
    }

    /** {@code GET /sse}. */
    Verdict sse(Request request) {
        return open(request, Transport.SSE, 204, opening -> new Verdict.Stream(Responses.streamHead(), opening));
    }

    /** {@code GET /ws} with an upgrade. */
    Verdict webSocket(Request request) {
        return open(request, Transport.WEBSOCKET, 403, Verdict.Upgrade::new);
    }

    /** {@code GET /poll}: renews a lease, or opens one. */
    Verdict poll(Request request) {
        Query query = Query.parse(request.query());
        Admission admission;
        try {
            admission = admission(request, query, Transport.POLLING);
        } catch (IllegalArgumentException e) {
            return refused("malformed", Responses.error(400, String.valueOf(e.getMessage())));
        }
        Connection lease = former(query);
        if (lease != null
                && lease.outbound() instanceof PollingTab tab
                && lease.version().equals(admission.version())) {
            if (query.first("route") != null) {
                tab.routeUpdate(admission.route());
            }
            return answer(tab);
        }
        return openLease(request, admission, lease);
    }

    private Verdict openLease(Request request, Admission admission, @Nullable Connection former) {
        Runnable place = place(clientAddress.of(request), former);
        if (place == null) {
            return refused("capacity", places.refusal());
        }
        if (isBot(request)) {
            place.run();
            return bot(204);
        }
        if (former != null) {
            tabs.replace(former);
        }
        PollingTab tab = tabs.openLease(admission, place);
        drain.sendAwayIfLeaving(tab);
        return answer(tab);
    }

    private static Verdict answer(PollingTab tab) {
        return new Verdict.Answer(Responses.json(200, tab.poll()));
    }

    /* The user agent is looked at last, because matching a new one costs more than all other checks together. */
    private Verdict open(Request request, Transport transport, int botStatus, Function<Verdict.Opening, Verdict> as) {
        Query query = Query.parse(request.query());
        Admission admission;
        try {
            admission = admission(request, query, transport);
        } catch (IllegalArgumentException e) {
            return refused("malformed", Responses.error(400, String.valueOf(e.getMessage())));
        }
        InetAddress client = clientAddress.of(request);
        Runnable place = place(client, former(query));
        if (place == null) {
            return refused("capacity", places.refusal());
        }
        if (isBot(request)) {
            place.run();
            return bot(botStatus);
        }
        Handshake handshake = transport == Transport.WEBSOCKET ? Handshake.of(request, client) : null;
        return as.apply(new TabOpening(admission, handshake, query, place));
    }

    /** Returns a place; where none is left, that of the connection the same tab had before; null when it had none. */
    private @Nullable Runnable place(InetAddress client, @Nullable Connection former) {
        Runnable place = places.take(client);
        if (place != null || former == null || places.isClosed()) {
            return place;
        }
        tabs.replace(former);
        return places.take(client);
    }

    /** @throws IllegalArgumentException when version or route in the query do not fit */
    private Admission admission(Request request, Query query, Transport transport) {
        String malformed = query.malformed();
        if (malformed != null) {
            throw new IllegalArgumentException(malformed);
        }
        String version = version(request, query.first("version"));
        String route = fit(Route.of(query.first("route")));
        String ip = ipLabeler.label(clientAddress.of(request));
        return new Admission(transport, version, route, ip, user(request));
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

    private @Nullable Connection former(Query query) {
        String resume = query.first("resume");
        return resume == null ? null : tabs.find(resume);
    }

    private boolean isBot(Request request) {
        return excludeBots && bots.isBot(request.headers().first("user-agent"));
    }

    private Verdict bot(int status) {
        return refused("bot", status == 204 ? Responses.empty(204) : Responses.error(status, "bots are not counted"));
    }

    private Verdict refused(String reason, Response response) {
        core.telemetry().rejected(reason);
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
            }
            PushTab tab = tabs.open(admission, wire, handshake, place);
            drain.sendAwayIfLeaving(tab);
            return tab;
        }

        @Override
        public void abandon() {
            place.run();
        }
    }
}
