// SPDX-License-Identifier: Apache-2.0
// Starts the workers, and lets the coordinator run the phases.
#define _GNU_SOURCE
#include "load.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct board *board;

static void *shared(size_t size) {
    void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) fail("memory: %zu bytes (expected: fewer tabs)", size);
    return at;
}

static void make_board(void) {
    board = shared(sizeof *board);
    board->asked = shared(sizeof(uint64_t) * (size_t)opt.tabs);
    board->greeted = shared(sizeof(uint64_t) * (size_t)opt.tabs);
    board->received = shared(sizeof(uint64_t) * (size_t)opt.tabs);
}

// Raises the open-file limit to the maximum for a process.
static void raise_files(void) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    rlim_t needed = (rlim_t)(opt.tabs / opt.workers + opt.posters + MAX_ADMINS + 16);
    if (files.rlim_cur < needed)
        fail("procs: %d for %d tabs, with %lu open files per process (expected: --procs %d or more, or a higher limit: ulimit -n)", opt.workers,
             opt.tabs, (unsigned long)files.rlim_cur, (int)((rlim_t)opt.tabs / (files.rlim_cur - 200) + 1));
}

int main(int argc, char **argv) {
    int orders[MAX_WORKERS];
    options_read(argc, argv);
    raise_files();
    make_board();
    for (int i = 0; i < opt.workers; i++) {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) fail("socketpair: refused (expected: two sockets)");
        if (fork() == 0) worker_run(i, pair[1]);
        close(pair[1]);
        orders[i] = pair[0];
    }
    phases_run(orders);
    while (wait(NULL) > 0) continue;
    return 0;
}
