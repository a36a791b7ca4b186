// SPDX-License-Identifier: Apache-2.0
// A worker: one epoll loop that opens, holds and drives its share of the tabs. Worker 0 also holds the admins.
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { READ_SIZE = 256 * 1024, EVENTS = 512, BURST = 64, QUEUE = 1 << 16, REQUEST_SIZE = 8192 };
static const uint32_t NO_PROBE = UINT32_MAX;

// A tab to be opened, and the time for it.
struct plan {
    uint64_t due;
    struct tab *tab;
};

// A route update that waits for a free connection to be posted on.
struct update {
    struct tab *tab;
    uint32_t probe;
};

static struct {
    int number, epoll, orders, inflight, tabs, admins;
    struct tab *tab, *admin, *poster;
    struct tally *tally;
    struct plan *plan;
    int planned, done;
    uint32_t expectation, reads;
    // Churn: updates per second, the moment it began, the updates sent so far, and the number of tabs that send them.
    int rate, active;
    uint64_t since, sent, probes_sent;
    struct update queue[QUEUE];
    uint32_t first, next, poster_turn;
    char read[READ_SIZE];
} w;

static void count(_Atomic long *what, long by) {
    // Only this process writes the value, so no atomic addition is needed.
    atomic_store_explicit(what, atomic_load_explicit(what, memory_order_relaxed) + by, memory_order_relaxed);
}

// ---- connections ----

static void leave(struct tab *t, bool ours) {
    if (t->fd < 0) return;
    bool waiting = t->state != HELD;
    if (opt.reset && ours) {
        struct linger at_once = {1, 0};
        setsockopt(t->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    close(t->fd);
    t->fd = -1;
    t->state = CLOSED;
    text_clear(&t->pending);
    text_clear(&t->fragments);
    if (t->role == ADMIN && !waiting) count(&w.tally->watching, -1);
    if (t->role != TAB) return;
    w.inflight -= waiting;
    if (waiting) count(&w.tally->finished, 1);
    if (waiting && !ours) count(&w.tally->failed, 1);
    if (!waiting) count(&w.tally->open, -1);
    if (!waiting && !ours) count(&w.tally->dropped, 1);
}

// Each source address has some 28,000 ports towards one server port; --sources spreads the tabs over several.
static void bind_source(const struct tab *t) {
    if (opt.sources < 2) return;
    int on = 1;
    struct sockaddr_in from = {.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl(0x7f000002u + t->number % (uint32_t)opt.sources);
    setsockopt(t->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (bind(t->fd, (struct sockaddr *)&from, sizeof from) != 0) perror("rollcall-load: bind");
}

// Prints why a connection failed, but only once: further failures have the same reason.
static void complain(int reason) {
    static bool said;
    if (!said) fprintf(stderr, "rollcall-load: connect: %s\n", strerror(reason));
    said = true;
}

static bool start_connect(struct tab *t) {
    const struct target *to = &opt.target[t->number % (uint32_t)opt.targets];
    int on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)to->port)};
    inet_pton(AF_INET, to->host, &address.sin_addr);
    t->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (t->fd < 0) return false;
    setsockopt(t->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(t->fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    bind_source(t);
    if (connect(t->fd, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS) return false;
    struct epoll_event interest = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = t};
    return epoll_ctl(w.epoll, EPOLL_CTL_ADD, t->fd, &interest) == 0;
}

static void enter(struct tab *t) {
    t->state = CONNECTING;
    t->chunk = 0;
    t->chunk_left = 0;
    t->chunked = t->busy = t->ends = false;
    t->asked = now();
    if (t->role == TAB) {
        board->asked[t->number] = t->asked;
        board->greeted[t->number] = 0;
        w.inflight++;
    }
    if (start_connect(t)) return;
    complain(errno);
    if (t->fd >= 0) {
        leave(t, false);
        return;
    }
    t->state = CLOSED;
    if (t->role != TAB) return;
    w.inflight--;
    count(&w.tally->failed, 1);
    count(&w.tally->finished, 1);
}

static bool ask(struct tab *t) {
    char request[REQUEST_SIZE], path[1024], header[2048], route[32], version[32];
    static const char upgrade[] = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"; // the key of RFC 6455, section 1.3
    snprintf(route, sizeof route, "/page/%u", t->number % (uint32_t)opt.routes);
    snprintf(version, sizeof version, "v%u", t->number % (uint32_t)opt.versions);
    struct values v = {route, version, "", "", t->number};
    text_fill(path, sizeof path, opt.path, &v);
    text_fill(header, sizeof header, opt.header, &v);
    int length = snprintf(
        request, sizeof request, "GET %s HTTP/1.1\r\nHost: %s:%d\r\n%s%s%s%s%s\r\n", path, opt.target[0].host, opt.target[0].port, header,
        *header == 0 ? "" : "\r\n", t->role == ADMIN ? opt.admin_header : "", t->role == ADMIN && *opt.admin_header != 0 ? "\r\n" : "",
        opt.websocket ? upgrade : "Accept: text/event-stream\r\nCache-Control: no-cache\r\n");
    t->state = HEAD;
    return send(t->fd, request, (size_t)length, MSG_NOSIGNAL) == length;
}

// ---- POSTs of tabs that hold an event stream ----

static bool post(struct tab *poster, const char *path, const char *pattern, const char *header, const struct values *v) {
    char request[REQUEST_SIZE], content[2048];
    size_t size = text_fill(content, sizeof content, pattern, v);
    int length = snprintf(
        request, sizeof request,
        "POST %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n%s%s\r\n%s", path, opt.target[0].host,
        opt.target[0].port, size, header, *header == 0 ? "" : "\r\n", content);
    poster->busy = send(poster->fd, request, (size_t)length, MSG_NOSIGNAL | MSG_DONTWAIT) == length;
    return poster->busy;
}

// Uses the posters in turn, so that none is idle so long that the server closes it.
static struct tab *free_poster(void) {
    for (int i = 0; i < opt.posters; i++) {
        struct tab *poster = &w.poster[w.poster_turn++ % (unsigned)opt.posters];
        if (poster->state == HELD && !poster->busy) return poster;
    }
    return NULL;
}

static void open_posters(void) {
    if (opt.websocket || *opt.route_path == 0) return;
    for (int i = 0; i < opt.posters; i++)
        if (w.poster[i].state == CLOSED) enter(&w.poster[i]);
}

static void subscribe(struct tab *t) {
    struct values v = {"", "", t->id == NULL ? "" : t->id, "", t->number};
    char frame[1024];
    if (opt.websocket) {
        size_t length = text_fill(frame, sizeof frame, opt.subscribe, &v);
        if (*opt.subscribe != 0 && !wire_frame(t, 1, frame, length)) count(&w.tally->skipped, 1);
    } else if (*opt.subscribe_path != 0) {
        struct tab *poster = free_poster();
        if (poster == NULL || !post(poster, opt.subscribe_path, opt.subscribe, opt.admin_header, &v)) count(&w.tally->skipped, 1);
    }
}

// ---- called by wire.c ----

static void keep_id(struct tab *t, const char *message, size_t length) {
    const char *found = *opt.id_key == 0 ? NULL : memmem(message, length, opt.id_key, strlen(opt.id_key));
    free(t->id);
    t->id = NULL;
    if (found == NULL) return;
    found += strlen(opt.id_key);
    const char *end = memchr(found, '"', length - (size_t)(found - message));
    if (end != NULL) t->id = strndup(found, (size_t)(end - found));
}

void opened(struct tab *t) {
    t->state = HELD;
    if (t->role == ADMIN) {
        count(&w.tally->watching, 1);
        subscribe(t);
        return;
    }
    board->greeted[t->number] = now();
    w.inflight--;
    count(&w.tally->open, 1);
    count(&w.tally->finished, 1);
}

static void date_probes(const struct tab *t, const char *message, size_t length, uint64_t at) {
    const char *end = message + length;
    while ((message = memmem(message, (size_t)(end - message), PROBE_PREFIX, sizeof PROBE_PREFIX - 1)) != NULL) {
        message += sizeof PROBE_PREFIX - 1;
        if (end - message < PROBE_DIGITS) return;
        uint32_t probe = 0;
        for (int i = 0; i < PROBE_DIGITS; i++) probe = probe * 10 + (uint32_t)(message[i] - '0');
        if (probe >= board->probes || probe >= MAX_PROBES || board->probe_seen[t->number][probe] != 0) continue;
        // The probe may seem newer than the last segment of the message, by less than the clock can resolve.
        uint64_t sent = board->probe_sent[probe];
        board->probe_seen[t->number][probe] = (uint32_t)((at > sent ? at - sent : 0) / 1000 + 1);
    }
}

void heard(struct tab *t, const char *message, size_t length, uint64_t at) {
    if (t->state == GREETING && memmem(message, length, opt.greeting, strlen(opt.greeting)) != NULL) {
        keep_id(t, message, length);
        opened(t);
    }
    if (*opt.ping != 0 && length == strlen(opt.ping) && memcmp(message, opt.ping, length) == 0) wire_frame(t, 1, opt.pong, strlen(opt.pong));
    if (t->role == ADMIN) {
        struct admin_tally *a = &board->admin[t->number];
        atomic_fetch_add_explicit(&a->bytes, length, memory_order_relaxed);
        atomic_fetch_add_explicit(&a->messages, 1, memory_order_relaxed);
        date_probes(t, message, length, at);
    } else if (t->state == HELD && t->expectation != w.expectation && memmem(message, length, board->tag, strlen(board->tag)) != NULL) {
        t->expectation = w.expectation;
        t->met_in = w.reads;
        board->received[t->number] = at;
        count(&w.tally->reached, 1);
    } else {
        followed(t);
    }
}

void followed(struct tab *t) {
    if (t->state == HELD && t->role == TAB && t->met_in == w.reads) board->received[t->number] = UNDATED;
}

// ---- churn ----

static bool send_update(const struct update *u) {
    char route[32], frame[1024];
    if (u->probe == NO_PROBE) snprintf(route, sizeof route, "/page/%d", rand() % opt.routes);
    else snprintf(route, sizeof route, PROBE_PREFIX "%0*u", PROBE_DIGITS, u->probe);
    struct values v = {route, "", u->tab->id == NULL ? "" : u->tab->id, "", u->tab->number};
    if (opt.websocket) return wire_frame(u->tab, 1, frame, text_fill(frame, sizeof frame, opt.route_update, &v));
    struct tab *poster = free_poster();
    return poster != NULL && post(poster, opt.route_path, opt.route_update, "", &v);
}

static bool poster_is_free(void) {
    for (int i = 0; i < opt.posters; i++)
        if (w.poster[i].state == HELD && !w.poster[i].busy) return true;
    return false;
}

static void drain_queue(void) {
    while (w.first != w.next && poster_is_free()) {
        struct update u = w.queue[w.first++ % QUEUE];
        if (u.tab->state == HELD && send_update(&u)) count(&w.tally->updates, 1);
        else count(&w.tally->skipped, 1);
    }
}

void answered(struct tab *t, int status) {
    t->busy = false;
    count(status / 100 == 2 ? &w.tally->accepted : &w.tally->refused, 1);
    drain_queue();
}

static void update(struct tab *t, uint32_t probe) {
    struct update u = {t, probe};
    if (probe != NO_PROBE) board->probe_sent[probe] = now();
    if (t->state != HELD || (!opt.websocket && w.next - w.first >= QUEUE)) {
        count(&w.tally->skipped, 1);
    } else if (!opt.websocket) {
        w.queue[w.next++ % QUEUE] = u;
    } else {
        count(send_update(&u) ? &w.tally->updates : &w.tally->skipped, 1);
    }
}

// Worker 0 sends the probes, from its first tabs: those appear in stats even if the list of tabs is cut.
static void send_probes(uint64_t elapsed) {
    if (w.number != 0) return;
    int tabs = w.active < PROBE_TABS ? w.active : PROBE_TABS;
    for (; w.probes_sent < elapsed * (uint64_t)opt.probes / 1000000000u; w.probes_sent++) {
        uint32_t probe = board->probes;
        if (probe >= MAX_PROBES) return;
        board->probe_sent[probe] = now();
        board->probes = probe + 1;
        update(&w.tab[w.probes_sent % (uint64_t)tabs], probe);
    }
}

static void churn(void) {
    uint64_t elapsed = now() - w.since;
    int first = w.number == 0 && w.active > 2 * PROBE_TABS ? PROBE_TABS : 0;
    for (; w.sent < elapsed / 1000 * (uint64_t)w.rate / 1000000u; w.sent++)
        update(&w.tab[first + (int)(w.sent % (uint64_t)(w.active - first))], NO_PROBE);
    send_probes(elapsed);
    if (!opt.websocket) drain_queue();
}

// ---- orders ----

static int by_due(const void *a, const void *b) {
    uint64_t x = ((const struct plan *)a)->due, y = ((const struct plan *)b)->due;
    return (x > y) - (x < y);
}

// Plans to open all closed tabs: each after a random time, or at --rate, or as fast as --inflight allows.
static void plan_opening(int jitter) {
    uint64_t start = now();
    double step = opt.rate > 0 && jitter == 0 ? 1e9 * opt.workers / opt.rate : 0;
    w.planned = w.done = 0;
    for (int i = 0; i < w.tabs; i++) {
        if (w.tab[i].state != CLOSED) continue;
        double wait = jitter > 0 ? (double)rand() / RAND_MAX * jitter * 1e6 : w.planned * step;
        w.plan[w.planned++] = (struct plan){start + (uint64_t)wait, &w.tab[i]};
    }
    if (jitter > 0) qsort(w.plan, (size_t)w.planned, sizeof *w.plan, by_due);
}

static void open_due(void) {
    uint64_t moment = now();
    for (int i = 0; i < BURST && w.done < w.planned; i++) {
        if (w.inflight >= opt.inflight || w.plan[w.done].due > moment) return;
        enter(w.plan[w.done++].tab);
    }
}

static void close_tabs(void) {
    for (int i = 0; i < w.tabs; i++) leave(&w.tab[i], true);
}

static void close_others(void) {
    for (int i = 0; i < w.admins; i++) leave(&w.admin[i], true);
    for (int i = 0; i < opt.posters; i++) leave(&w.poster[i], true);
}

// A sleeping worker leaves the processors to the server. The kernel still records when data arrives.
static void sleep_ms(int ms) {
    struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&t, NULL);
}

static void watch(int admins) {
    for (int i = 0; w.number == 0 && i < admins; i++)
        if (w.admin[i].state == CLOSED) enter(&w.admin[i]);
}

static void obey(void) {
    struct command c;
    if (recv(w.orders, &c, sizeof c, 0) != sizeof c || c.verb == QUIT) _exit(0);
    if (c.verb == OPEN) plan_opening(c.amount);
    if (c.verb == CLOSE) close_tabs();
    if (c.verb == CLOSE && c.amount > 0) close_others();
    if (c.verb == WATCH) watch(c.amount);
    for (int i = 0; c.verb == UNWATCH && i < w.admins; i++) leave(&w.admin[i], true);
    if (c.verb == REST) {
        w.rate = 0;
        w.first = w.next;
    }
    if (c.verb == CHURN) {
        w.active = c.active < w.tabs ? c.active : w.tabs;
        w.rate = w.active > 0 ? c.amount : 0;
        w.since = now();
        w.sent = w.probes_sent = 0;
    }
    if (c.verb == PREPARE) open_posters();
    if (c.verb == EXPECT) w.expectation++;
    send(w.orders, "", 1, MSG_NOSIGNAL);
    if (c.verb == EXPECT && c.amount > 0) sleep_ms(c.amount);
}

// ---- the loop ----

static uint64_t received_at(struct msghdr *m) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c != NULL; c = CMSG_NXTHDR(m, c)) {
        struct timespec t;
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SO_TIMESTAMPNS) continue;
        memcpy(&t, CMSG_DATA(c), sizeof t);
        return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
    }
    return now();
}

static void receive(struct tab *t) {
    for (;;) {
        char control[128];
        struct iovec into = {w.read, sizeof w.read};
        struct msghdr m = {.msg_iov = &into, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
        w.reads++;
        ssize_t length = recvmsg(t->fd, &m, MSG_DONTWAIT);
        if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (length <= 0 || !wire_take(t, w.read, (size_t)length, received_at(&m))) {
            leave(t, false);
            if (t->role == POSTER && w.rate > 0) enter(t); // A server may close these at any time.
            return;
        }
        if (length < READ_SIZE) return; // A new edge is reported when there is more.
    }
}

// Returns whether the connection is established and the request is sent.
static bool connected(struct tab *t, uint32_t events) {
    int reason = 0;
    socklen_t length = sizeof reason;
    if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
        getsockopt(t->fd, SOL_SOCKET, SO_ERROR, &reason, &length);
        complain(reason);
        return false;
    }
    if (t->role != POSTER) return ask(t);
    t->state = HELD;
    return true;
}

static void ready(struct tab *t, uint32_t events) {
    if (t->fd < 0) return;
    if (t->state == CONNECTING && !connected(t, events)) {
        leave(t, false);
        return;
    }
    if ((events & ~(uint32_t)EPOLLOUT) != 0) receive(t);
}

static int patience(void) {
    if (w.done < w.planned) return w.inflight < opt.inflight && w.plan[w.done].due <= now() ? 0 : 1;
    return w.rate > 0 ? 1 : -1;
}

static struct tab *slots(int many, enum role role, uint32_t from) {
    struct tab *all = calloc((size_t)many + 1, sizeof *all);
    if (all == NULL) fail("memory: %d connections (expected: fewer)", many);
    for (int i = 0; i < many; i++) all[i] = (struct tab){.fd = -1, .number = from + (uint32_t)i, .role = role};
    return all;
}

static void set_up(int number, int orders) {
    int share = opt.tabs / opt.workers, more = opt.tabs % opt.workers;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    srand((unsigned)number + 1);
    w.number = number;
    w.orders = orders;
    w.tally = &board->worker[number];
    w.tabs = share + (number < more);
    w.admins = MAX_ADMINS;
    w.tab = slots(w.tabs, TAB, (uint32_t)(number * share + (number < more ? number : more)));
    w.admin = slots(MAX_ADMINS, ADMIN, 0);
    w.poster = slots(opt.posters, POSTER, 0);
    w.plan = calloc((size_t)w.tabs + 1, sizeof *w.plan);
    w.epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event interest = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(w.epoll, EPOLL_CTL_ADD, orders, &interest);
}

void worker_run(int number, int orders) {
    struct epoll_event event[EVENTS];
    set_up(number, orders);
    for (;;) {
        bool ordered = false;
        int n = epoll_wait(w.epoll, event, EVENTS, patience());
        for (int i = 0; i < n; i++) {
            if (event[i].data.ptr == NULL) ordered = true;
            else ready(event[i].data.ptr, event[i].events);
        }
        if (ordered) obey();
        open_due();
        if (w.rate > 0) churn();
    }
}
