// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.NameCounts;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.protocol.ProtocolOptions;
import dev.rollcall.protocol.http.Checked;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.http.Route;
import dev.rollcall.protocol.http.Version;
import dev.rollcall.protocol.http.address.ClientAddress;
import dev.rollcall.protocol.http.address.IpLabeler;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.http.guard.Bots;
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

/** Lets tabs in: reads who they are, asks the limits for room, opens the connection. Thread-safe. */
public final class TabOpener {

    private final Rollcall rollcall;
    private final Tabs sessions;
    private final ProtocolOptions options;
    private final Places admissions;
    private final Drain departures;
    private final ClientAddress clientAddress;
    private final IpLabeler ipLabeler;
    private final Bots bots = new Bots();

    public TabOpener(Rollcall rollcall, Tabs sessions, ProtocolOptions options, Places admissions, Drain departures) {
        this.rollcall = rollcall;
        this.sessions = sessions;
        this.options = options;
        this.admissions = admissions;
        this.departures = departures;
        this.clientAddress = new ClientAddress(options.trustedProxies());
        this.ipLabeler = new IpLabeler(rollcall.ipTracking(), rollcall.timer(), new SecureRandom());
    }

    /** {@code GET /sse}. */
    public Verdict sse(Request request) {
        if (isBot(request)) {
            return bot(204);
        }
        return open(request, Transport.SSE, opening -> new Verdict.Stream(Responses.streamHead(), opening));
    }

    /** {@code GET /ws} with an upgrade. */
    public Verdict webSocket(Request request) {
        if (isBot(request)) {
            return bot(403);
        }
        return open(request, Transport.WEBSOCKET, Verdict.Upgrade::new);
    }

    /** {@code GET /poll}: renews a lease, or opens one. */
    public Verdict poll(Request request) {
        if (isBot(request)) {
            return bot(204);
        }
        Query query = Query.parse(request.query());
        Admission admission;
        try {
            admission = admission(request, query, Transport.POLLING);
        } catch (IllegalArgumentException e) {
            return refused("malformed", Responses.error(400, String.valueOf(e.getMessage())));
        }
        Connection lease = former(query);
        if (lease != null
                && lease.outbound() instanceof PollingTab session
                && lease.version().equals(admission.version())) {
            if (query.first("route") != null) {
                session.routeUpdate(admission.route());
            }
            return answer(session);
        }
        return openLease(request, admission, lease);
    }

    private Verdict openLease(Request request, Admission admission, @Nullable Connection former) {
        Runnable room = room(clientAddress.of(request), former);
        if (room == null) {
            return refused("capacity", admissions.refusal());
        }
        if (former != null) {
            sessions.replace(former);
        }
        PollingTab session = sessions.openLease(admission, room);
        departures.sendAwayIfLeaving(session);
        return answer(session);
    }

    private static Verdict answer(PollingTab session) {
        return new Verdict.Answer(Responses.json(200, session.poll()));
    }

    private Verdict open(Request request, Transport transport, Function<Verdict.Opening, Verdict> as) {
        Query query = Query.parse(request.query());
        Admission admission;
        try {
            admission = admission(request, query, transport);
        } catch (IllegalArgumentException e) {
            return refused("malformed", Responses.error(400, String.valueOf(e.getMessage())));
        }
        InetAddress client = clientAddress.of(request);
        Runnable room = room(client, former(query));
        if (room == null) {
            return refused("capacity", admissions.refusal());
        }
        Handshake handshake = transport == Transport.WEBSOCKET ? Handshake.of(request, client) : null;
        return as.apply(new TabOpening(admission, handshake, query, room));
    }

    /** A place; where there is none left, that of the connection the same tab had before. Null when it had none either. */
    private @Nullable Runnable room(InetAddress client, @Nullable Connection former) {
        Runnable room = admissions.take(client);
        if (room != null || former == null || admissions.isClosed()) {
            return room;
        }
        sessions.replace(former);
        return admissions.take(client);
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
        String cookie = Cookies.first(request.headers().all("cookie"), options.versionCookie());
        if (cookie == null || cookie.isEmpty()) {
            return rollcall.currentVersion();
        }
        String decoded = Cookies.percentDecoded(cookie);
        return decoded == null ? NameCounts.OTHER : Version.of(decoded).or(NameCounts.OTHER);
    }

    private @Nullable String user(Request request) {
        TrustedProxies proxies = options.trustedProxies();
        String user = options.userResolver().user(request, proxies.contains(request.peer()));
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
        return resume == null ? null : sessions.find(resume);
    }

    private boolean isBot(Request request) {
        return options.excludeBots() && bots.isBot(request.headers().first("user-agent"));
    }

    private Verdict bot(int status) {
        return refused("bot", status == 204 ? Responses.empty(204) : Responses.error(status, "bots are not counted"));
    }

    private Verdict refused(String reason, Response response) {
        rollcall.telemetry().rejected(reason);
        return new Verdict.Answer(response);
    }

    /** A tab that may come in, while its host prepares the wire. */
    private final class TabOpening implements Verdict.Opening {
        private final Admission admission;
        private final @Nullable Handshake handshake;
        private final Query query;
        private final Runnable room;

        TabOpening(Admission admission, @Nullable Handshake handshake, Query query, Runnable room) {
            this.admission = admission;
            this.handshake = handshake;
            this.query = query;
            this.room = room;
        }

        @Override
        public HeldTab open(Wire wire) {
            Connection former = former(query);
            if (former != null) {
                sessions.replace(former);
            }
            PushTab session = sessions.open(admission, wire, handshake, room);
            departures.sendAwayIfLeaving(session);
            return session;
        }

        @Override
        public void abandon() {
            room.run();
        }
    }
}
