// SPDX-License-Identifier: Apache-2.0
// Declarations that the parts of the load generator share. One process coordinates (phases.c). Its forked workers hold the
// tabs (worker.c), with one epoll loop each, so that the open-file limit of one process does not limit the run.
#ifndef ROLLCALL_LOAD_H
#define ROLLCALL_LOAD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { MAX_WORKERS = 64, MAX_TARGETS = 64, MAX_ADMINS = 64, MAX_PIDS = 64, MAX_PROBES = 1 << 14, TAG_SIZE = 64 };

// A probe is a route that no other tab is on: "/probe-" and eight digits. Its arrival in stats shows how old they are.
#define PROBE_PREFIX "/probe-"
enum { PROBE_DIGITS = 8, PROBE_TABS = 64 };

struct target {
    char host[64];
    int port;
};

// The settings; options.c documents each.
struct options {
    int tabs, workers, rate, inflight, versions, routes, sources, posters, probes, timeout, gap;
    bool websocket, reset, trigger_all;
    struct target target[MAX_TARGETS];
    int targets, pid[MAX_PIDS], pids;
    const char *path, *header, *admin_header, *hello, *ping, *pong, *greeting, *id_key;
    const char *subscribe, *route_update, *subscribe_path, *route_path;
    const char *trigger, *trigger_header, *label, *json;
    char **phase;
    int phases;
};
extern struct options opt;

// Reads the command line into opt. Ends the process with the reason if it is invalid.
void options_read(int argc, char **argv);

// The counts of one worker. Only that worker writes them; they are on a cache line of their own.
struct tally {
    _Alignas(64) _Atomic long open, failed, dropped, finished, reached;
    _Atomic long watching, updates, accepted, refused, skipped;
};

struct admin_tally {
    _Atomic unsigned long bytes, messages;
};

// Memory shared by all processes. Times are nanoseconds of CLOCK_REALTIME, the clock of the kernel's receive timestamps.
struct board {
    struct tally worker[MAX_WORKERS];
    struct admin_tally admin[MAX_ADMINS];
    uint64_t probe_sent[MAX_PROBES];
    uint32_t probe_seen[MAX_ADMINS][MAX_PROBES]; // microseconds + 1; 0 means never
    _Atomic uint32_t probes;
    char tag[TAG_SIZE]; // the text that a tab waits for
    uint64_t *asked, *greeted, *received; // by tab; received: 0 for nothing yet, or UNDATED
};
extern struct board *board;

// The kernel joins segments that wait, and keeps the time of the last one. A message that something came behind has no date of its own.
enum { UNDATED = 1 };

enum verb { OPEN, CLOSE, PREPARE, EXPECT, WATCH, UNWATCH, CHURN, REST, QUIT };

// A command from the coordinator to a worker. The worker answers with one byte.
struct command {
    enum verb verb;
    int amount; // OPEN: jitter in ms; CLOSE: 1 closes admins and posters too; EXPECT: ms asleep before reading; WATCH: admins; CHURN: updates per second of this worker
    int active; // CHURN: number of tabs that send updates
};

void worker_run(int number, int orders); // never returns

// A string that grows.
struct text {
    char *at;
    size_t length, room;
};
void text_add(struct text *t, const char *from, size_t length);
void text_drop(struct text *t, size_t length); // from the front; frees the memory when nothing is left
void text_clear(struct text *t);

struct values {
    const char *route, *version, *id, *tag;
    long number;
};
// Fills in {route} {version} {id} {tag} {n} and returns the length. The text always ends in 0 and is cut at room.
size_t text_fill(char *into, size_t room, const char *pattern, const struct values *v);

uint64_t now(void);
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

// One line of JSON per phase, to standard output and to the file that --json names.
void line_start(const char *phase);
void line_number(const char *name, double value);
void line_end(void);

// Values, and the value at a share (0 to 1) of them in sorted order.
struct spread {
    double *value;
    size_t count;
};
void spread_add(struct spread *s, double value);
double spread_at(struct spread *s, double share); // NaN if empty
void spread_free(struct spread *s);

// server.c: figures from /proc for the processes under --pid, summed.
struct usage {
    double resident, proportional; // bytes
    double cpu; // seconds since they started
    long files;
};
struct usage server_usage(void);
double server_cpu(void);
long server_files(void);

// wire.c
enum role { TAB, ADMIN, POSTER };
enum state { CLOSED, CONNECTING, HEAD, GREETING, HELD };

struct tab {
    int fd;
    uint32_t number; // among those of its role; for tabs, over all workers
    uint8_t role, state, chunk; // enum role, enum state, state of the chunked reader
    bool chunked, busy, ends;
    uint32_t expectation; // the last one that it has met
    uint32_t met_in; // the read in which it did
    size_t chunk_left;
    struct text pending, fragments;
    char *id;
    uint64_t asked;
};
// Decodes bytes for a tab. Calls heard() for each message and answered() for each answer to a POST. Returns false if the tab is to be given up.
bool wire_take(struct tab *t, char *data, size_t length, uint64_t at);
// Sends a masked frame. Returns false if the socket does not take the whole frame.
bool wire_frame(const struct tab *t, int opcode, const char *payload, size_t length);

// worker.c, called by wire.c
void opened(struct tab *t);
void heard(struct tab *t, const char *message, size_t length, uint64_t at);
void followed(struct tab *t); // by something that is no message: a comment, or a control frame
void answered(struct tab *t, int status);

// phases.c
void phases_run(const int *orders);

#endif
