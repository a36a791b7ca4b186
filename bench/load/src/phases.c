// SPDX-License-Identifier: Apache-2.0
// The coordinator. It sends commands to the workers, watches the board until they are done, and writes one line per phase.
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <math.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { STEP_MS = 1 };

static const int *workers;
static struct usage start; // of the server, before the first tab
static int fan_outs;

// ---- helpers ----

#define TOTAL(field) total(offsetof(struct tally, field))
static long total(size_t offset) {
    long sum = 0;
    for (int i = 0; i < opt.workers; i++)
        sum += atomic_load_explicit((_Atomic long *)((char *)&board->worker[i] + offset), memory_order_acquire);
    return sum;
}

static void pause_ms(double ms) {
    struct timespec t = {(time_t)(ms / 1000), (long)(fmod(ms, 1000) * 1e6)};
    nanosleep(&t, NULL);
}

static double seconds_since(uint64_t moment) {
    return (double)(now() - moment) / 1e9;
}

static double ms_between(uint64_t from, uint64_t to) {
    return ((double)to - (double)from) / 1e6;
}

// Sends a command to every worker, and returns when all have carried it out.
static void order(struct command c) {
    char done;
    for (int i = 0; i < opt.workers; i++) {
        struct command own = c;
        if (c.verb == CHURN) own.amount = c.amount / opt.workers + (i < c.amount % opt.workers);
        if (send(workers[i], &own, sizeof own, MSG_NOSIGNAL) != sizeof own) fail("worker %d: gone (expected: running)", i);
    }
    for (int i = 0; i < opt.workers; i++)
        if (recv(workers[i], &done, 1, 0) != 1) fail("worker %d: gone (expected: running)", i);
}

// Reads the numbers after "=" in a phase, such as 10:500:100. Missing ones leave their variable unchanged.
static void numbers(const char *phase, int *one, int *two, int *three) {
    int *to[] = {one, two, three};
    const char *at = strchr(phase, '=');
    for (int i = 0; at != NULL && i < 3; i++) {
        if (to[i] != NULL) *to[i] = atoi(at + 1);
        at = strchr(at + 1, ':');
    }
}

// ---- connect, reconnect, close ----

static void connect_line(const char *phase, uint64_t began, double cpu) {
    struct spread waited = {0};
    uint64_t last = began;
    for (int i = 0; i < opt.tabs; i++) {
        if (board->greeted[i] < began) continue;
        spread_add(&waited, ms_between(board->asked[i], board->greeted[i]));
        if (board->greeted[i] > last) last = board->greeted[i];
    }
    double took = ms_between(began, last) / 1000;
    line_start(phase);
    line_number("open", (double)TOTAL(open));
    line_number("failed", (double)TOTAL(failed));
    line_number("dropped", (double)TOTAL(dropped));
    line_number("admins", (double)TOTAL(watching));
    line_number("seconds", took);
    line_number("connects_per_s", took > 0 ? (double)waited.count / took : NAN);
    line_number("greeted_ms_p50", spread_at(&waited, 0.5));
    line_number("greeted_ms_p99", spread_at(&waited, 0.99));
    line_number("greeted_ms_max", spread_at(&waited, 1));
    line_number("server_cpu_us_per_connect", waited.count > 0 ? cpu / (double)waited.count * 1e6 : NAN);
    line_number("server_rss_mb", server_usage().resident / 1e6);
    line_end();
    spread_free(&waited);
}

static void open_all(const char *phase, int jitter) {
    long before = TOTAL(finished), wanted = opt.tabs - TOTAL(open);
    double cpu = server_cpu();
    uint64_t began = now();
    order((struct command){.verb = OPEN, .amount = jitter});
    while (TOTAL(finished) - before < wanted && seconds_since(began) < opt.timeout) pause_ms(STEP_MS);
    connect_line(phase, began, server_cpu() - cpu);
}

static void connect_phase(const char *phase) {
    (void)phase;
    open_all("connect", 0);
}

static void reconnect_phase(const char *phase) {
    int jitter = 0, times = 1;
    numbers(phase, &jitter, &times, NULL);
    for (int i = 0; i < times; i++) {
        order((struct command){.verb = CLOSE});
        open_all("reconnect", jitter);
    }
}

// Released means: the server has as many open files as before the first tab, apart from a few that it opens for itself.
static void close_phase(const char *phase) {
    (void)phase;
    enum { OWN_FILES = 8 };
    long held = TOTAL(open), before = server_files();
    uint64_t began = now();
    order((struct command){.verb = CLOSE, .amount = 1});
    double closed = ms_between(began, now());
    while (opt.pids > 0 && server_files() > start.files + OWN_FILES && seconds_since(began) < opt.timeout) pause_ms(STEP_MS);
    long left = server_files();
    line_start("close");
    line_number("tabs", (double)held);
    line_number("clients_closed_ms", closed);
    line_number("released_ms", opt.pids > 0 && left <= start.files + OWN_FILES ? ms_between(began, now()) : NAN);
    line_number("server_files_before", (double)before);
    line_number("server_files_left", (double)left);
    line_end();
}

// ---- hold ----

static void hold_phase(const char *phase) {
    int seconds = 5;
    numbers(phase, &seconds, NULL, NULL);
    double cpu = server_cpu();
    uint64_t began = now();
    pause_ms(seconds * 1000.0);
    double took = seconds_since(began);
    struct usage u = server_usage();
    double tabs = (double)TOTAL(open);
    line_start("hold");
    line_number("open", tabs);
    line_number("server_rss_mb", u.resident / 1e6);
    line_number("server_pss_mb", u.proportional / 1e6);
    line_number("server_rss_start_mb", start.resident / 1e6);
    line_number("bytes_per_connection", tabs > 0 ? (u.resident - start.resident) / tabs : NAN);
    line_number("idle_cpu_percent", (u.cpu - cpu) / took * 100);
    line_number("dropped", (double)TOTAL(dropped));
    line_end();
}

// ---- fanout ----

static int trigger_socket(const struct target *to) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)to->port)};
    struct timeval patience = {opt.timeout, 0};
    inet_pton(AF_INET, to->host, &address.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) fail("trigger: %s:%d does not answer (expected: a server)", to->host, to->port);
    return fd;
}

static size_t trigger_request(char *into, size_t room, const struct target *to) {
    char filled[2048], method[16] = "", path[1024] = "";
    int used = 0;
    struct values v = {"", "", "", board->tag, fan_outs};
    text_fill(filled, sizeof filled, opt.trigger, &v);
    if (sscanf(filled, "%15s %1023s %n", method, path, &used) < 2) fail("trigger: %s (expected: METHOD PATH [BODY])", opt.trigger);
    const char *content = filled + used;
    int length = snprintf(
        into, room, "%s %s HTTP/1.1\r\nHost: %s:%d\r\n%s%sContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", method, path, to->host,
        to->port, opt.trigger_header, *opt.trigger_header == 0 ? "" : "\r\n", strlen(content), content);
    return (size_t)length;
}

static void check_answer(int fd) {
    char head[256] = "";
    if (recv(fd, head, sizeof head - 1, 0) <= 0 || head[9] != '2') fail("trigger: %.60s (expected: a 2xx answer)", *head == 0 ? "no answer" : head);
    close(fd);
}

// Pulls the trigger on connections that are already open, so that neither a process start nor a handshake is timed.
static uint64_t pull(const int *fd, int many) {
    char request[4096];
    uint64_t began = now();
    for (int i = 0; i < many; i++) {
        size_t length = trigger_request(request, sizeof request, &opt.target[i]);
        if (send(fd[i], request, length, MSG_NOSIGNAL) != (ssize_t)length) fail("trigger: not sent (expected: an open connection)");
    }
    return began;
}

static void fan_out_line(uint64_t began, int asleep, long expected, double cpu) {
    struct spread took = {0};
    long undated = 0;
    for (int i = 0; i < opt.tabs; i++) {
        if (board->received[i] == UNDATED) undated++;
        else if (board->received[i] != 0) spread_add(&took, ms_between(began, board->received[i]));
    }
    bool all = (long)took.count + undated >= expected;
    line_start("fanout");
    line_number("open", (double)expected);
    line_number("reached", (double)((long)took.count + undated));
    line_number("undated", (double)undated);
    line_number("asleep_ms", asleep);
    line_number("first_ms", spread_at(&took, 0));
    line_number("p50_ms", spread_at(&took, 0.5));
    line_number("p99_ms", spread_at(&took, 0.99));
    line_number("all_ms", all ? spread_at(&took, 1) : NAN);
    line_number("server_cpu_ms", cpu * 1000);
    line_end();
    spread_free(&took);
}

static void fan_out(int asleep) {
    int fd[MAX_TARGETS], many = opt.trigger_all ? opt.targets : 1;
    snprintf(board->tag, TAG_SIZE, "fan-%06d-%06d", (int)getpid() % 1000000, ++fan_outs % 1000000);
    memset(board->received, 0, sizeof *board->received * (size_t)opt.tabs);
    for (int i = 0; i < many; i++) fd[i] = trigger_socket(&opt.target[i]);
    pause_ms(opt.gap);
    long before = TOTAL(reached), expected = TOTAL(open);
    order((struct command){.verb = EXPECT, .amount = asleep});
    double cpu = server_cpu();
    uint64_t began = pull(fd, many);
    while (TOTAL(reached) - before < expected && seconds_since(began) < opt.timeout) pause_ms(STEP_MS);
    cpu = server_cpu() - cpu;
    for (int i = 0; i < many; i++) check_answer(fd[i]);
    fan_out_line(began, asleep, expected, cpu);
}

static void fan_out_phase(const char *phase) {
    int times = 5, asleep = 0;
    numbers(phase, &times, &asleep, NULL);
    if (*opt.trigger == 0) fail("trigger: none (expected: --trigger 'METHOD PATH [BODY]' for fanout)");
    for (int i = 0; i < times; i++) fan_out(asleep);
}

// ---- stats ----

static unsigned long admin_total(bool bytes) {
    unsigned long sum = 0;
    for (int i = 0; i < MAX_ADMINS; i++) sum += bytes ? board->admin[i].bytes : board->admin[i].messages;
    return sum;
}

static void watch_phase(const char *phase) {
    int admins = 1;
    numbers(phase, &admins, NULL, NULL);
    if (admins < 1 || admins > MAX_ADMINS) fail("watch: %d (expected: 1 to %d)", admins, MAX_ADMINS);
    uint64_t began = now();
    unsigned long before = admin_total(false);
    order((struct command){.verb = PREPARE});
    pause_ms(200); // Time for the posters to connect.
    order((struct command){.verb = WATCH, .amount = admins});
    while (TOTAL(watching) < admins && seconds_since(began) < opt.timeout) pause_ms(STEP_MS);
    pause_ms(500); // Time for the first snapshots.
    line_start("watch");
    line_number("admins", (double)TOTAL(watching));
    line_number("messages", (double)(admin_total(false) - before));
    line_end();
}

static void unwatch_phase(const char *phase) {
    (void)phase;
    order((struct command){.verb = UNWATCH});
}

struct churned {
    double seconds, cpu;
    long updates;
    unsigned long bytes, messages;
    uint32_t first_probe;
};

static void churn_line(const struct churned *c, double admins) {
    struct spread age = {0};
    double unseen = 0;
    for (int a = 0; a < (int)admins; a++)
        for (uint32_t p = c->first_probe; p < board->probes; p++) {
            if (board->probe_seen[a][p] == 0) unseen++;
            else spread_add(&age, (board->probe_seen[a][p] - 1) / 1000.0);
        }
    line_start("churn");
    line_number("admins", admins);
    line_number("updates_per_s", (double)c->updates / c->seconds);
    line_number("server_cpu_percent", c->cpu / c->seconds * 100);
    line_number("server_cpu_us_per_update", c->updates > 0 ? c->cpu / (double)c->updates * 1e6 : NAN);
    line_number("stats_age_ms_p50", spread_at(&age, 0.5));
    line_number("stats_age_ms_p99", spread_at(&age, 0.99));
    line_number("stats_age_ms_max", spread_at(&age, 1));
    line_number("probes", (board->probes - c->first_probe) * admins);
    line_number("probes_unseen", unseen);
    line_number("bytes_per_s_per_admin", admins > 0 ? (double)c->bytes / c->seconds / admins : NAN);
    line_number("messages_per_s_per_admin", admins > 0 ? (double)c->messages / c->seconds / admins : NAN);
    line_number("posts_refused", (double)TOTAL(refused));
    line_number("updates_skipped", (double)TOTAL(skipped));
    line_number("dropped", (double)TOTAL(dropped));
    line_end();
    spread_free(&age);
}

// Rates and processor time cover the requested seconds. The last probes then get as long again, at most 15 s, to appear.
static void churn_phase(const char *phase) {
    int seconds = 10, rate = 100, active = opt.tabs;
    numbers(phase, &seconds, &rate, &active);
    order((struct command){.verb = PREPARE});
    struct churned c = {.cpu = server_cpu(), .updates = TOTAL(updates), .bytes = admin_total(true), .messages = admin_total(false), .first_probe = board->probes};
    uint64_t began = now();
    order((struct command){.verb = CHURN, .amount = rate, .active = active});
    pause_ms(seconds * 1000.0);
    c.seconds = seconds_since(began);
    c.cpu = server_cpu() - c.cpu;
    c.updates = TOTAL(updates) - c.updates;
    c.bytes = admin_total(true) - c.bytes;
    c.messages = admin_total(false) - c.messages;
    order((struct command){.verb = REST});
    pause_ms(fmin(seconds, 15) * 1000.0);
    churn_line(&c, (double)TOTAL(watching));
}

static void sleep_phase(const char *phase) {
    int seconds = 1;
    numbers(phase, &seconds, NULL, NULL);
    pause_ms(seconds * 1000.0);
}

// Says that it waits, and waits for a line on its standard input. The tabs stay.
static void pause_phase(const char *phase) {
    (void)phase;
    char c = 0;
    line_start("pause");
    line_end();
    while (c != '\n' && read(STDIN_FILENO, &c, 1) == 1) continue;
}

static const struct {
    const char *name;
    void (*run)(const char *phase);
} known[] = {
    {"connect", connect_phase}, {"reconnect", reconnect_phase}, {"close", close_phase}, {"hold", hold_phase},       {"fanout", fan_out_phase},
    {"watch", watch_phase},     {"unwatch", unwatch_phase},     {"churn", churn_phase}, {"sleep", sleep_phase}, {"pause", pause_phase},
};

static void run(const char *phase) {
    size_t length = strcspn(phase, "=");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strlen(known[i].name) != length || strncmp(known[i].name, phase, length) != 0) continue;
        known[i].run(phase);
        return;
    }
    fail("phase: %s (expected: a phase that --help lists)", phase);
}

void phases_run(const int *orders) {
    workers = orders;
    start = server_usage();
    for (int i = 0; i < opt.phases; i++) run(opt.phase[i]);
    for (int i = 0; i < opt.workers; i++) {
        struct command quit = {.verb = QUIT};
        send(workers[i], &quit, sizeof quit, MSG_NOSIGNAL);
    }
}
