// SPDX-License-Identifier: Apache-2.0
// Decodes bytes into messages: the head of an answer, chunks (RFC 9112, section 7.1), server-sent events, WebSocket frames (RFC 6455).
#define _GNU_SOURCE
#include "load.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { CHUNK_SIZE, CHUNK_EXTENSION, CHUNK_DATA, CHUNK_END, CHUNK_LAST };
enum { CONTINUATION = 0, TEXT = 1, CLOSING = 8, PING = 9, PONG = 10 };
enum { MAX_HEAD = 16384 };

bool wire_frame(const struct tab *t, int opcode, const char *payload, size_t length) {
    unsigned char frame[2048];
    unsigned char mask[4] = {0x5a, 0x17, 0xc3, 0x88}; // The protocol requires a mask; here it protects against nothing.
    size_t head = length < 126 ? 2 : 4;
    if (length > sizeof frame - 8) return false;
    frame[0] = (unsigned char)(0x80 | opcode);
    frame[1] = (unsigned char)(0x80 | (length < 126 ? length : 126));
    if (head == 4) {
        frame[2] = (unsigned char)(length >> 8);
        frame[3] = (unsigned char)length;
    }
    memcpy(frame + head, mask, 4);
    for (size_t i = 0; i < length; i++) frame[head + 4 + i] = (unsigned char)payload[i] ^ mask[i & 3];
    size_t whole = head + 4 + length;
    return send(t->fd, frame, whole, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)whole;
}

// Handles one event. Comments, which only keep the connection alive, are not messages.
static void event(struct tab *t, const char *from, size_t length, uint64_t at) {
    if (length > 0 && from[0] != ':' && memmem(from, length, "data:", 5) != NULL) heard(t, from, length, at);
    else followed(t);
}

// Handles all complete events and returns the number of bytes they took. The end of the first event is not within the bytes
// that were seen before, but may begin there.
static size_t events(struct tab *t, const char *data, size_t seen, size_t length, uint64_t at) {
    size_t start = 0;
    for (size_t i = seen > 2 ? seen - 2 : 0; i < length;) {
        const char *line_feed = memchr(data + i, '\n', length - i);
        if (line_feed == NULL) break;
        size_t next = (size_t)(line_feed - data) + 1;
        size_t blank = next + (next < length && data[next] == '\r');
        i = next;
        if (blank >= length || data[blank] != '\n') continue;
        event(t, data + start, next - start, at);
        i = start = blank + 1;
    }
    return start;
}

static void frame(struct tab *t, unsigned char first, const char *payload, size_t length, uint64_t at) {
    int opcode = first & 15;
    bool whole = (first & 0x80) != 0;
    if (opcode == PING) wire_frame(t, PONG, payload, length);
    if (opcode == CLOSING) t->ends = true;
    if (opcode > 7) {
        followed(t);
        return;
    }
    if (opcode != CONTINUATION && whole) {
        heard(t, payload, length, at);
        return;
    }
    text_add(&t->fragments, payload, length);
    if (!whole) return;
    heard(t, t->fragments.at, t->fragments.length, at);
    text_clear(&t->fragments);
}

// Finds where the payload of the frame at data begins and how long it is. Returns false if the head is incomplete.
static bool frame_head(const unsigned char *data, size_t length, size_t *head, size_t *payload) {
    if (length < 2) return false;
    size_t announced = data[1] & 127;
    size_t extra = announced == 126 ? 2 : announced == 127 ? 8 : 0;
    if (length < 2 + extra) return false;
    *payload = extra == 0 ? announced : 0;
    for (size_t i = 0; i < extra; i++) *payload = *payload << 8 | data[2 + i];
    *head = 2 + extra;
    return true;
}

static size_t frames(struct tab *t, const char *data, size_t length, uint64_t at) {
    size_t used = 0, head = 0, payload = 0;
    while (frame_head((const unsigned char *)data + used, length - used, &head, &payload)) {
        if ((data[used + 1] & 0x80) != 0) t->ends = true; // A server must not mask.
        if (length - used < head + payload) break;
        frame(t, (unsigned char)data[used], data + used + head, payload, at);
        used += head + payload;
    }
    return used;
}

static size_t decode(struct tab *t, const char *data, size_t seen, size_t length, uint64_t at) {
    return opt.websocket ? frames(t, data, length, at) : events(t, data, seen, length, at);
}

// Passes on what is complete and keeps the rest for the next call.
static void units(struct tab *t, const char *data, size_t length, uint64_t at) {
    size_t seen = t->pending.length;
    if (seen > 0) {
        text_add(&t->pending, data, length);
        size_t taken = decode(t, t->pending.at, seen, t->pending.length, at);
        if (taken > 0) text_drop(&t->pending, taken);
        return;
    }
    size_t used = decode(t, data, 0, length, at);
    text_add(&t->pending, data + used, length - used);
}

static void chunk_digit(struct tab *t, char c) {
    if (c == '\n') {
        t->chunk = t->chunk_left > 0 ? CHUNK_DATA : CHUNK_LAST;
    } else if (c == ';') {
        t->chunk = CHUNK_EXTENSION;
    } else if (c != '\r') {
        t->chunk_left = t->chunk_left * 16 + (size_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
}

// Removes the chunk framing in place. Returns the number of bytes of content at data.
static size_t dechunk(struct tab *t, char *data, size_t length) {
    size_t content = 0;
    for (size_t i = 0; i < length;) {
        if (t->chunk == CHUNK_DATA) {
            size_t part = t->chunk_left < length - i ? t->chunk_left : length - i;
            memmove(data + content, data + i, part);
            content += part;
            i += part;
            t->chunk_left -= part;
            if (t->chunk_left == 0) t->chunk = CHUNK_END;
            continue;
        }
        char c = data[i++];
        if (t->chunk == CHUNK_SIZE) chunk_digit(t, c);
        else if (t->chunk == CHUNK_EXTENSION && c == '\n') t->chunk = t->chunk_left > 0 ? CHUNK_DATA : CHUNK_LAST;
        else if (t->chunk == CHUNK_END && c == '\n') t->chunk = CHUNK_SIZE;
        else if (t->chunk == CHUNK_LAST) t->ends = true;
    }
    return content;
}

static void body(struct tab *t, char *data, size_t length, uint64_t at) {
    if (t->chunked) length = dechunk(t, data, length);
    if (length > 0) units(t, data, length, at);
}

static bool refused(const char *head) {
    static bool said;
    if (!said) fprintf(stderr, "rollcall-load: refused: %.*s\n", (int)strcspn(head, "\r\n"), head);
    said = true;
    return false;
}

// Reads the head of the answer to a tab's request. Anything after it in the same read is body.
static bool head(struct tab *t, char *data, size_t length, uint64_t at) {
    size_t before = t->pending.length;
    text_add(&t->pending, data, length);
    const char *end = memmem(t->pending.at, t->pending.length, "\r\n\r\n", 4);
    if (end == NULL) return t->pending.length < MAX_HEAD;
    size_t used = (size_t)(end - t->pending.at) + 4 - before;
    t->pending.at[before + used - 1] = 0;
    if (atoi(t->pending.at + 9) != (opt.websocket ? 101 : 200)) return refused(t->pending.at);
    t->chunked = strcasestr(t->pending.at, "transfer-encoding: chunked") != NULL;
    text_clear(&t->pending);
    t->state = GREETING;
    if (opt.websocket && *opt.hello != 0) wire_frame(t, TEXT, opt.hello, strlen(opt.hello));
    if (*opt.greeting == 0) opened(t);
    if (length > used) body(t, data + used, length - used, at);
    return true;
}

// Reads an answer to a POST. There is one at a time on a connection.
static bool answer(struct tab *t, const char *data, size_t length) {
    text_add(&t->pending, data, length);
    const char *end = memmem(t->pending.at, t->pending.length, "\r\n\r\n", 4);
    if (end == NULL) return t->pending.length < MAX_HEAD;
    size_t head_length = (size_t)(end - t->pending.at) + 4;
    t->pending.at[head_length - 1] = 0;
    const char *announced = strcasestr(t->pending.at, "content-length:");
    const char *rest = t->pending.at + head_length;
    size_t have = t->pending.length - head_length;
    int status = atoi(t->pending.at + 9);
    bool whole = announced != NULL ? have >= (size_t)atol(announced + 15) : status == 204 || memmem(rest, have, "0\r\n\r\n", 5) != NULL;
    if (!whole) {
        t->pending.at[head_length - 1] = '\n';
        return true;
    }
    text_clear(&t->pending);
    answered(t, status);
    return true;
}

bool wire_take(struct tab *t, char *data, size_t length, uint64_t at) {
    if (t->role == POSTER) return answer(t, data, length);
    if (t->state == HEAD) return head(t, data, length, at) && !t->ends;
    body(t, data, length, at);
    return !t->ends;
}
