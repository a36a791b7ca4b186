// SPDX-License-Identifier: Apache-2.0
// Figures that the kernel keeps about the server's processes.
#define _GNU_SOURCE
#include "load.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

// Returns a line such as "Rss:  123 kB" of a file in /proc, in bytes; 0 if it is missing.
static double field(int pid, const char *file, const char *name) {
    char path[64], text[256];
    double found = 0;
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    FILE *in = fopen(path, "r");
    if (in == NULL) return 0;
    while (fgets(text, sizeof text, in) != NULL)
        if (strncmp(text, name, strlen(name)) == 0) found = atof(text + strlen(name)) * 1024;
    fclose(in);
    return found;
}

static double cpu_of(int pid) {
    clockid_t clock;
    struct timespec t;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) != 0) return 0;
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// Since Linux 6.2 the size of the folder is the count. On older kernels the entries must be counted.
static long files_of(int pid) {
    char path[64];
    struct stat about;
    snprintf(path, sizeof path, "/proc/%d/fd", pid);
    if (stat(path, &about) == 0 && about.st_size > 0) return (long)about.st_size;
    DIR *folder = opendir(path);
    if (folder == NULL) return 0;
    long count = -2; // . and ..
    while (readdir(folder) != NULL) count++;
    closedir(folder);
    return count;
}

double server_cpu(void) {
    double sum = 0;
    for (int i = 0; i < opt.pids; i++) sum += cpu_of(opt.pid[i]);
    return sum;
}

long server_files(void) {
    long sum = 0;
    for (int i = 0; i < opt.pids; i++) sum += files_of(opt.pid[i]);
    return sum;
}

struct usage server_usage(void) {
    struct usage sum = {.cpu = server_cpu(), .files = server_files()};
    for (int i = 0; i < opt.pids; i++) {
        sum.resident += field(opt.pid[i], "status", "VmRSS:");
        sum.proportional += field(opt.pid[i], "smaps_rollup", "Pss:");
    }
    return sum;
}
