// SPDX-License-Identifier: Apache-2.0
// Strings, time, sorted values and lines of output.
#define _GNU_SOURCE
#include "load.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void fail(const char *format, ...) {
    va_list rest;
    va_start(rest, format);
    fputs("rollcall-load: ", stderr);
    vfprintf(stderr, format, rest);
    fputc('\n', stderr);
    va_end(rest);
    exit(2);
}

void text_add(struct text *t, const char *from, size_t length) {
    if (length == 0) return;
    if (t->length + length > t->room) {
        t->room = (t->length + length) * 2;
        t->at = realloc(t->at, t->room);
        if (t->at == NULL) fail("memory: %zu bytes for one message (expected: less)", t->room);
    }
    memcpy(t->at + t->length, from, length);
    t->length += length;
}

void text_drop(struct text *t, size_t length) {
    if (length >= t->length) {
        text_clear(t);
        return;
    }
    memmove(t->at, t->at + length, t->length - length);
    t->length -= length;
}

void text_clear(struct text *t) {
    free(t->at);
    *t = (struct text){0};
}

static const char *value_of(const char *name, size_t length, const struct values *v, char *number) {
    const struct {
        const char *name, *value;
    } known[] = {{"route", v->route}, {"version", v->version}, {"id", v->id}, {"tag", v->tag}, {"n", number}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i].name) == length && strncmp(name, known[i].name, length) == 0) return known[i].value;
    return NULL;
}

size_t text_fill(char *into, size_t room, const char *pattern, const struct values *v) {
    char number[24];
    size_t length = 0;
    snprintf(number, sizeof number, "%ld", v->number);
    while (*pattern != 0 && length + 1 < room) {
        const char *end = *pattern == '{' ? strchr(pattern, '}') : NULL;
        const char *value = end == NULL ? NULL : value_of(pattern + 1, (size_t)(end - pattern - 1), v, number);
        if (value == NULL) {
            into[length++] = *pattern++;
            continue;
        }
        while (*value != 0 && length + 1 < room) into[length++] = *value++;
        pattern = end + 1;
    }
    into[length] = 0;
    return length;
}

static struct text line;

static void line_text(const char *text) {
    text_add(&line, text, strlen(text));
}

void line_start(const char *phase) {
    char begin[256];
    snprintf(begin, sizeof begin, "{\"label\":\"%s\",\"phase\":\"%s\"", opt.label, phase);
    text_clear(&line);
    line_text(begin);
}

void line_number(const char *name, double value) {
    char field[96];
    if (isnan(value)) snprintf(field, sizeof field, ",\"%s\":null", name);
    else snprintf(field, sizeof field, fabs(value) >= 1000 || value == (double)(long)value ? ",\"%s\":%.0f" : ",\"%s\":%.3f", name, value);
    line_text(field);
}

void line_end(void) {
    line_text("}\n");
    fwrite(line.at, 1, line.length, stdout);
    fflush(stdout);
    if (*opt.json == 0) return;
    FILE *file = fopen(opt.json, "a");
    if (file == NULL) fail("json: %s (expected: a writable file)", opt.json);
    fwrite(line.at, 1, line.length, file);
    fclose(file);
}

void spread_add(struct spread *s, double value) {
    // The capacity doubles at powers of two.
    if ((s->count & (s->count - 1)) == 0) {
        s->value = realloc(s->value, sizeof *s->value * (s->count == 0 ? 1 : s->count * 2));
        if (s->value == NULL) fail("memory: for %zu values (expected: less)", s->count);
    }
    s->value[s->count++] = value;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double spread_at(struct spread *s, double share) {
    if (s->count == 0) return NAN;
    qsort(s->value, s->count, sizeof *s->value, by_value);
    // Nearest rank: the smallest value that at least this share of the values does not exceed.
    size_t rank = (size_t)ceil(share * (double)s->count);
    return s->value[rank == 0 ? 0 : rank - 1];
}

void spread_free(struct spread *s) {
    free(s->value);
    *s = (struct spread){0};
}
