// SPDX-License-Identifier: Apache-2.0
// The floor: the minimum cost of fan-out. This server has no logic: it keeps file descriptors in an array, and each thread calls send()
// on its share of them, one after the other. No server that writes to sockets one by one can be faster.
//   rollcall-floor PORT [THREADS] [MESSAGE]
// Any GET opens an event stream. GET /send?TAG writes MESSAGE, with TAG in place of {tag}, to all of them.
#define _GNU_SOURCE
#include <errno.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_FILES = 1 << 20, MAX_THREADS = 64, EVENTS = 256, HEAD_SIZE = 4096 };

static const char greeting[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {\"type\":\"connected\"}\n\n";
static const char done[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

static int stream[MAX_FILES], streams; // the streams, without gaps
static int place[MAX_FILES]; // by file descriptor: the index in stream, plus 1
static char message[1024];
static size_t message_length;
static int threads = 2, epoll;
static pthread_barrier_t begin, end;

// Each thread serves every threads-th stream.
static void *send_share(void *number) {
    for (;;) {
        pthread_barrier_wait(&begin);
        for (int i = (int)(intptr_t)number; i < streams; i += threads) send(stream[i], message, message_length, MSG_NOSIGNAL | MSG_DONTWAIT);
        pthread_barrier_wait(&end);
    }
    return NULL;
}

static void broadcast(const char *pattern, const char *tag, size_t tag_length) {
    const char *at = strstr(pattern, "{tag}");
    size_t before = at == NULL ? strlen(pattern) : (size_t)(at - pattern);
    message_length = (size_t)snprintf(message, sizeof message, "data: %.*s%.*s%s\n\n", (int)before, pattern, (int)tag_length, tag, at == NULL ? "" : at + 5);
    pthread_barrier_wait(&begin);
    pthread_barrier_wait(&end);
}

static void forget(int fd) {
    if (place[fd] != 0) {
        int last = stream[--streams];
        stream[place[fd] - 1] = last;
        place[last] = place[fd];
        place[fd] = 0;
    }
    close(fd);
}

static void accept_all(int listener) {
    for (;;) {
        int on = 1, fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) return;
        if (fd >= MAX_FILES) {
            close(fd);
            continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct epoll_event interest = {.events = EPOLLIN | EPOLLRDHUP, .data.fd = fd};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &interest);
    }
}

// Assumes that a request arrives in one piece, as those of the load generator do.
static void serve(int fd, const char *pattern) {
    char head[HEAD_SIZE];
    static const char trigger[] = "GET /send?";
    ssize_t length = recv(fd, head, sizeof head - 1, 0);
    if (length < 0 && errno == EAGAIN) return;
    if (length <= 0) {
        forget(fd);
        return;
    }
    head[length] = 0;
    if (strncmp(head, trigger, sizeof trigger - 1) == 0) {
        const char *tag = head + sizeof trigger - 1;
        broadcast(pattern, tag, strcspn(tag, " "));
        send(fd, done, sizeof done - 1, MSG_NOSIGNAL);
    } else if (place[fd] == 0) {
        stream[streams++] = fd;
        place[fd] = streams;
        send(fd, greeting, sizeof greeting - 1, MSG_NOSIGNAL);
    }
}

static int listen_on(int port) {
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 4096) != 0) {
        fprintf(stderr, "rollcall-floor: port: %d (expected: a free port)\n", port);
        exit(2);
    }
    struct epoll_event interest = {.events = EPOLLIN, .data.fd = fd};
    epoll = epoll_create1(EPOLL_CLOEXEC);
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &interest);
    return fd;
}

static void start_threads(void) {
    pthread_barrier_init(&begin, NULL, (unsigned)threads + 1);
    pthread_barrier_init(&end, NULL, (unsigned)threads + 1);
    for (int i = 0; i < threads; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, send_share, (void *)(intptr_t)i);
    }
}

int main(int argc, char **argv) {
    struct rlimit files;
    struct epoll_event event[EVENTS];
    const char *pattern = argc > 3 ? argv[3] : "{\"type\":\"version\",\"version\":\"{tag}\",\"timestamp\":1700000000000}";
    int port = argc > 1 ? atoi(argv[1]) : 0;
    if (argc > 2) threads = atoi(argv[2]);
    if (port < 1 || port > 65535 || threads < 1 || threads > MAX_THREADS) {
        fputs("usage: rollcall-floor PORT [THREADS, 1 to 64, default 2] [MESSAGE, {tag} is filled in]\n", stderr);
        return 2;
    }
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    start_threads();
    int listener = listen_on(port);
    printf("listening on 127.0.0.1:%d\n", port);
    fflush(stdout);
    for (;;) {
        int n = epoll_wait(epoll, event, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            if (event[i].data.fd == listener) accept_all(listener);
            else serve(event[i].data.fd, pattern);
        }
    }
}
