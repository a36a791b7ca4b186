// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A Redis Cluster of three masters, and on demand a replica of one of them. */
final class ThreeMasters implements AutoCloseable {

    private final String[] settings;
    private final List<RedisProcess> nodes = new ArrayList<>();

    /** @param more lines of redis.conf */
    ThreeMasters(String... more) throws Exception {
        settings = Arrays.copyOf(more, more.length + 2);
        settings[more.length] = "cluster-enabled yes";
        settings[more.length + 1] = "cluster-node-timeout 1000";
        for (int i = 0; i < 3; i++) {
            nodes.add(RedisBinary.INSTALLED.start(settings));
        }
        List<String> create = new ArrayList<>(List.of("--cluster", "create"));
        nodes.forEach(node -> create.add("127.0.0.1:" + node.port()));
        create.add("--cluster-yes");
        cli(create);
        agreed();
    }

    private static void cli(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("redis-cli"));
        command.addAll(arguments);
        Process cli = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(cli.getInputStream().readAllBytes(), UTF_8);
        assertThat(cli.waitFor()).as(said).isZero();
    }

    private void agreed() {
        RedisFleet.eventually(() -> nodes.stream().allMatch(node -> {
            String info = node.ask(redis -> redis.clusterInfo());
            return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + nodes.size());
        }));
    }

    RedisAddress address(String login) {
        String hosts = nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
        return RedisAddress.of("redis-cluster://" + login + hosts);
    }

    List<RedisProcess> nodes() {
        return nodes;
    }

    /** Returns the master that holds a key. */
    RedisProcess masterOf(String key) {
        int slot = SlotHash.getSlot(key);
        String owner = nodes.get(0).ask(redis -> redis.clusterSlots()).stream()
                .map(range -> (List<?>) range)
                .filter(range -> (long) range.get(0) <= slot && slot <= (long) range.get(1))
                .map(range -> ((List<?>) range.get(2)).get(1).toString())
                .findFirst()
                .orElseThrow();
        return nodes.stream()
                .filter(node -> owner.equals(Integer.toString(node.port())))
                .findFirst()
                .orElseThrow();
    }

    /** Starts a replica of a master, and waits until it has all of the master's data. */
    void addReplica(RedisProcess master) throws Exception {
        String id = master.ask(redis -> redis.clusterMyId());
        RedisProcess replica = RedisBinary.INSTALLED.start(settings);
        nodes.add(replica);
        cli(List.of(
                "--cluster",
                "add-node",
                "127.0.0.1:" + replica.port(),
                "127.0.0.1:" + master.port(),
                "--cluster-slave",
                "--cluster-master-id",
                id));
        agreed();
        RedisFleet.eventually(() -> {
            String info = replica.ask(redis -> redis.info("replication"));
            return info.contains("master_link_status:up");
        });
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(RedisProcess::close);
    }
}
