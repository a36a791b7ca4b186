// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

import dev.rollcall.core.connection.Connection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Connections that several targets all mean. Made by {@link Target#and}.
 *
 * @param parts the targets, at least two, in the order of their kinds, so that targets that mean the same are equal; none
 *     of them is {@code All} or {@code And}
 */
public record And(List<Target> parts) implements Target {

    private static final List<Class<? extends Target>> KINDS = List.of(
            Route.class,
            Routes.class,
            Where.class,
            Versions.class,
            NotOnVersion.class,
            Outdated.class,
            Ids.class,
            Users.class,
            Percent.class);

    /** Checks the parts, and puts them in order. */
    public And {
        parts = parts.stream()
                .sorted(Comparator.comparingInt(part -> KINDS.indexOf(part.getClass())))
                .toList();
        if (parts.size() < 2 || !parts.stream().map(Object::getClass).allMatch(KINDS::contains)) {
            throw new IllegalArgumentException("parts: " + parts + " (expected: two or more plain targets)");
        }
    }

    static Target of(Target left, Target right) {
        List<Target> parts =
                Stream.concat(partsOf(left), partsOf(right)).distinct().toList();
        return switch (parts.size()) {
            case 0 -> Target.all();
            case 1 -> parts.get(0);
            default -> new And(parts);
        };
    }

    private static Stream<Target> partsOf(Target target) {
        if (target instanceof And both) {
            return both.parts.stream();
        }
        return target instanceof All ? Stream.empty() : Stream.of(target);
    }

    @Override
    public boolean isLocal() {
        return parts.stream().anyMatch(Target::isLocal);
    }

    @Override
    public boolean isCostly() {
        return parts.stream().anyMatch(Target::isCostly);
    }

    @Override
    public Predicate<Connection> compile(VersionOrder order) {
        return parts.stream()
                .map(part -> part.compile(order))
                .reduce(Predicate::and)
                .orElseThrow();
    }

    @Override
    public String toString() {
        return parts.stream().map(Target::toString).collect(Collectors.joining(", "));
    }
}
