// SPDX-License-Identifier: Apache-2.0
// The command line. Settings are defined only in the table below, which --help prints.
#define _GNU_SOURCE
#include "load.h"

#include <stdlib.h>
#include <string.h>

struct options opt = {
    .tabs = 1000, .workers = 1, .inflight = 256, .versions = 4, .routes = 50, .sources = 1, .posters = 16, .probes = 20, .timeout = 60, .gap = 300,
    .path = NULL, .header = "", .admin_header = "", .hello = "", .ping = "", .pong = "", .greeting = "\"connected\"", .id_key = "\"connectionId\":\"",
    .subscribe_path = "/__skew/subscribe-stats", .route_path = "/__skew/route",
    .trigger = "", .trigger_header = "", .label = "", .json = "",
};

enum kind { NUMBER, STRING, SWITCH, TARGETS, PIDS, PROTOCOL };

static const struct setting {
    const char *name;
    enum kind kind;
    void *at;
    int least;
    const char *what;
} settings[] = {
    {"target", TARGETS, NULL, 0, "HOST:PORT[,HOST:PORT...]: the server, by IPv4 address; tabs are spread over several. Required"},
    {"pid", PIDS, NULL, 0, "PID[,PID...]: the server's processes, whose memory and processor time are read (default: none)"},
    {"protocol", PROTOCOL, NULL, 0, "sse or ws (default: sse). Sets the defaults of path, subscribe and route-update"},
    {"tabs", NUMBER, &opt.tabs, 1, "number of connections (default: 1000)"},
    {"procs", NUMBER, &opt.workers, 1, "processes that hold the connections, at most 64; each needs one open file per tab (default: 1)"},
    {"sources", NUMBER, &opt.sources, 1, "client addresses, from 127.0.0.2 up; each has about 28,000 ports per target (default: 1)"},
    {"rate", NUMBER, &opt.rate, 0, "connections per second in total; 0 means as fast as possible (default: 0)"},
    {"inflight", NUMBER, &opt.inflight, 1, "connections per process that may wait for their greeting at the same time (default: 256)"},
    {"versions", NUMBER, &opt.versions, 1, "number of versions v0, v1, ... (default: 4)"},
    {"routes", NUMBER, &opt.routes, 1, "number of routes /page/0, /page/1, ... (default: 50)"},
    {"posters", NUMBER, &opt.posters, 1, "with sse: connections per process that post route updates (default: 16)"},
    {"probes", NUMBER, &opt.probes, 0, "in churn: probes per second, timed until they appear in stats (default: 20)"},
    {"timeout", NUMBER, &opt.timeout, 1, "seconds that a phase may take (default: 60)"},
    {"gap", NUMBER, &opt.gap, 0, "ms between two fan-outs (default: 300)"},
    {"reset", SWITCH, &opt.reset, 0, "close with RST instead of FIN"},
    {"path", STRING, &opt.path, 0, "path that a tab requests (default: /__skew/sse?route={route}&version={version})"},
    {"header", STRING, &opt.header, 0, "an additional header of a tab's request, 'Name: value'"},
    {"admin-header", STRING, &opt.admin_header, 0, "an additional header of an admin's requests, 'Authorization: Bearer ...'"},
    {"greeting", STRING, &opt.greeting, 0, "text in the message that greets a tab; '' takes the head of the answer as the greeting (default: \"connected\")"},
    {"id-key", STRING, &opt.id_key, 0, "text before a tab's id in its greeting (default: \"connectionId\":\")"},
    {"hello", STRING, &opt.hello, 0, "with ws: a frame that a tab sends first (default: none)"},
    {"ping", STRING, &opt.ping, 0, "with ws: a message that is answered with --pong (default: none; ping frames are always answered)"},
    {"pong", STRING, &opt.pong, 0, "the answer to --ping"},
    {"subscribe", STRING, &opt.subscribe, 0, "what an admin sends to subscribe, as a frame or a POST body"},
    {"subscribe-path", STRING, &opt.subscribe_path, 0, "with sse: where it is posted; '' posts nothing (default: /__skew/subscribe-stats)"},
    {"route-update", STRING, &opt.route_update, 0, "what a tab sends when its page changes, as a frame or a POST body"},
    {"route-path", STRING, &opt.route_path, 0, "with sse: where it is posted; '' posts nothing (default: /__skew/route)"},
    {"trigger", STRING, &opt.trigger, 0, "'METHOD PATH [BODY]' that makes the server send {tag} to all tabs (required by fanout)"},
    {"trigger-header", STRING, &opt.trigger_header, 0, "an additional header of the trigger"},
    {"trigger-all", SWITCH, &opt.trigger_all, 0, "sends the trigger to every target, not only to the first"},
    {"label", STRING, &opt.label, 0, "a label in every line of output"},
    {"json", STRING, &opt.json, 0, "a file to which the lines are also appended"},
};
enum { SETTINGS = sizeof settings / sizeof *settings };

static void help(void) {
    puts("rollcall-load --target HOST:PORT [settings] phase...\n\nHolds tabs on a server and measures it. Prints one line of JSON per phase.\n\nPhases run in the order given, each as often as you like:\n"
         "  connect                  opens all tabs that are closed\n"
         "  hold=SECONDS             waits; measures memory and idle processor time\n"
         "  fanout=TIMES[:ASLEEP]    pulls the trigger; ms until the first, 50, 99 and 100 % have it. Tabs read only after ASLEEP ms\n"
         "  watch=ADMINS             subscribes admins to stats        unwatch   closes them\n"
         "  churn=SECONDS:RATE[:ACTIVE]  RATE route updates per second, from the first ACTIVE tabs of each process\n"
         "  close                    closes all tabs; ms until the server has released them\n"
         "  reconnect=JITTER[:TIMES] closes all tabs, and each comes back within JITTER ms (0: at once)\n"
         "  sleep=SECONDS            waits                  pause     waits for a line on standard input\n\nSettings; {route} {version} {id} {tag} {n} are filled in:");
    for (int i = 0; i < SETTINGS; i++) printf("  --%-15s %s\n", settings[i].name, settings[i].what);
    exit(0);
}

static int whole(const char *name, const char *text, int least) {
    char *end;
    long value = strtol(text, &end, 10);
    if (*text == 0 || *end != 0 || value < least || value > 10000000) fail("%s: %s (expected: a whole number, %d to 10000000)", name, text, least);
    return (int)value;
}

static void add_target(const char *text) {
    const char *colon = strrchr(text, ':');
    if (colon == NULL || colon - text >= 63 || opt.targets == MAX_TARGETS) fail("target: %s (expected: HOST:PORT, at most %d of them)", text, MAX_TARGETS);
    struct target *t = &opt.target[opt.targets++];
    memcpy(t->host, text, (size_t)(colon - text));
    t->port = whole("target", colon + 1, 1);
}

static void add_pid(const char *text) {
    if (opt.pids == MAX_PIDS) fail("pid: %s (expected: at most %d)", text, MAX_PIDS);
    opt.pid[opt.pids++] = whole("pid", text, 1);
}

static void each(char *list, void (*add)(const char *)) {
    for (char *rest = list, *one; (one = strsep(&rest, ",")) != NULL;) add(one);
}

static void take(const struct setting *s, char *value) {
    switch (s->kind) {
        case NUMBER: *(int *)s->at = whole(s->name, value, s->least); break;
        case STRING: *(const char **)s->at = value; break;
        case SWITCH: *(bool *)s->at = true; break;
        case TARGETS: each(value, add_target); break;
        case PIDS: each(value, add_pid); break;
        case PROTOCOL:
            opt.websocket = strcmp(value, "ws") == 0;
            if (!opt.websocket && strcmp(value, "sse") != 0) fail("protocol: %s (expected: sse or ws)", value);
            break;
    }
}

// Reads "--name value" or "--name=value" and returns the number of arguments that it used.
static int setting(char **argument) {
    char *name = argument[0] + 2, *value = strchr(name, '=');
    size_t length = value == NULL ? strlen(name) : (size_t)(value - name);
    for (int i = 0; i < SETTINGS; i++) {
        if (strlen(settings[i].name) != length || strncmp(settings[i].name, name, length) != 0) continue;
        bool separate = value == NULL && settings[i].kind != SWITCH;
        if (separate && argument[1] == NULL) fail("%s: nothing (expected: a value)", name);
        take(&settings[i], separate ? argument[1] : value == NULL ? NULL : value + 1);
        return separate ? 2 : 1;
    }
    fail("%s (expected: a setting, see --help)", argument[0]);
}

static void fill_defaults(void) {
    bool ws = opt.websocket;
    if (opt.path == NULL) opt.path = ws ? "/__skew/ws?route={route}&version={version}" : "/__skew/sse?route={route}&version={version}";
    if (opt.subscribe == NULL) opt.subscribe = ws ? "{\"type\":\"subscribe-stats\"}" : "{\"connectionId\":\"{id}\"}";
    if (opt.route_update == NULL)
        opt.route_update = ws ? "{\"type\":\"route-update\",\"route\":\"{route}\"}" : "{\"connectionId\":\"{id}\",\"route\":\"{route}\"}";
}

void options_read(int argc, char **argv) {
    opt.phase = calloc((size_t)argc + 1, sizeof *opt.phase);
    if (argc < 2) help();
    for (int i = 1; i < argc;) {
        if (strcmp(argv[i], "--help") == 0) help();
        if (strncmp(argv[i], "--", 2) == 0) i += setting(&argv[i]);
        else opt.phase[opt.phases++] = argv[i++];
    }
    if (opt.targets == 0) fail("target: none (expected: --target HOST:PORT)");
    if (opt.workers > MAX_WORKERS) fail("procs: %d (expected: at most %d)", opt.workers, MAX_WORKERS);
    if (opt.phases == 0) fail("phases: none (expected: connect and others, see --help)");
    fill_defaults();
}
