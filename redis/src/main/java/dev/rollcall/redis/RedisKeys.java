// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.node.NodeId;

/**
 * Every key and channel that Rollcall uses on Redis, each with its type, its lifetime and its size. The braces keep all of them
 * on one node of a Redis Cluster (Redis Cluster specification, hash tags), so that one script may use several.
 *
 * <pre>
 * key or channel               type        lifetime              size
 * rollcall:{NAME}:nodes        sorted set  a minute after the    an entry for each node: its identity, and when its lease
 *                                          last renewal          ends by the clock of Redis
 * rollcall:{NAME}:cards        hash        a minute after the    a field for each node: its card, at most 2 KB
 *                                          last renewal
 * rollcall:{NAME}:number       string      for ever              a number
 * rollcall:{NAME}:log          stream      an hour after the     about 10,000 entries, 300 bytes each for commands without
 *                                          last entry            messages
 * rollcall:{NAME}:journal      string      for ever              the number of the journal's format
 * rollcall:{NAME}:journal:K    hash        each field until the  a field for each entry of the kind K: its key, at most 512
 *                                          life of its entry     bytes, and its value; see {@link Kind} for how many and how
 *                                          ends                  large
 * rollcall:{NAME}:journal:K:order  sorted set  the same          the keys, in the order in which they were first written
 * rollcall:{NAME}:journal:K:ends   sorted set  the same          the keys of entries that end, and when by the clock of Redis
 * rollcall:{NAME}:all          channel                           all nodes
 * rollcall:{NAME}:watch        channel                           nodes on which somebody looks at stats
 * rollcall:{NAME}:node:ID      channel                           one node
 * rollcall:{NAME}:more         channel                           all nodes: the log has another entry
 * </pre>
 *
 * @param cluster the name of the cluster: nodes with the same name belong together
 */
record RedisKeys(String cluster) {

    private String of(String what) {
        return "rollcall:{" + cluster + "}:" + what;
    }

    String nodes() {
        return of("nodes");
    }

    String cards() {
        return of("cards");
    }

    String number() {
        return of("number");
    }

    String log() {
        return of("log");
    }

    String all() {
        return of("all");
    }

    String watch() {
        return of("watch");
    }

    String node(NodeId node) {
        return of("node:" + node.text());
    }

    String more() {
        return of("more");
    }

    String journal() {
        return of("journal");
    }

    String journalValues(Kind kind) {
        return of("journal:" + kind.word());
    }

    String journalOrder(Kind kind) {
        return journalValues(kind) + ":order";
    }

    String journalEnds(Kind kind) {
        return journalValues(kind) + ":ends";
    }
}
