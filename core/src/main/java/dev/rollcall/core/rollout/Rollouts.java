// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;
import dev.rollcall.core.rollout.Command.Action;
import dev.rollcall.core.time.Timer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which version is in force, and the commands: announce, reload, message. Each is sent at once, to the tabs connected
 * now, and kept in a list of the last {@value #MAX_COMMANDS}, in memory only. Thread-safe.
 */
public final class Rollouts {

    /** How many releases are remembered. */
    public static final int MAX_RELEASES = 100;

    /** How many commands are remembered. */
    public static final int MAX_COMMANDS = 1_000;

    private final Hub hub;
    private final CommandIds ids;
    private volatile Release inForce; // written under the lock, never sent under it
    private final RecentList<Release> former = new RecentList<>(MAX_RELEASES - 1);
    private final RecentList<Command> commands = new RecentList<>(MAX_COMMANDS);
    private volatile Runnable changed = () -> {};

    /**
     * A version in force from the start, announced to nobody.
     */
    public Rollouts(Hub hub, Timer timer, String version) {
        this.hub = hub;
        this.ids = new CommandIds(timer);
        inForce = new Release("start", version, false, timer.millis(), Actor.APPLICATION, 0);
        hub.keepVersion(version);
    }

    /** Sets what is called when another version is in force, on the thread that announced it. One at a time. */
    public void onChange(Runnable action) {
        changed = action;
    }

    /** The version in force. */
    public String currentVersion() {
        return inForce.version();
    }

    /** The releases, the one in force first; at most {@value #MAX_RELEASES}. */
    public List<Release> releases() {
        Release now = inForce;
        return Stream.concat(Stream.of(now), former.list(MAX_RELEASES - 1).stream())
                .toList();
    }

    /** The commands given last, newest first, releases included. */
    public List<Command> commands(int most) {
        return commands.list(most);
    }

    /** How many connections a target means now. Looks at every connection. */
    public int count(Target target) {
        return hub.count(target.test(currentVersion()));
    }

    /** How many connections would be told of a version. */
    public int countOthers(String version) {
        return hub.count(tab -> !tab.version().equals(version));
    }

    /**
     * Puts a version in force and tells every tab on another one, once. When it is in force already nothing happens,
     * unless {@code force} says that tabs on others must reload now.
     *
     * @param version 1 to 128 printable characters
     * @param force whether the tabs are to reload by themselves
     * @return what was announced; null when nothing changed
     * @throws IllegalArgumentException when the version does not fit
     */
    public @Nullable Release announce(String version, boolean force, Actor by) {
        Release release = putInForce(version, force, by);
        if (release == null) {
            return null;
        }
        changed.run();
        Message message = release.message();
        // Who is told must not be told of this version after a later one: the later announcement tells everybody.
        int told = hub.send(tab -> isInForce(release) && !tab.version().equals(version), message);
        Release done = release.withTold(told);
        finish(release, done);
        commands.add(new Command(release.id(), Action.RELEASE, release.at(), by, "on another version", version, told));
        return done;
    }

    /**
     * Tells a tab that has just come of a version that came in force while it was let in, and of nothing else.
     *
     * @param toldVersion the version in force when the tab was greeted
     */
    public void catchUp(Connection connection, String toldVersion) {
        Release now = inForce;
        if (!now.version().equals(toldVersion) && !connection.version().equals(now.version())) {
            connection.send(now.message());
        }
    }

    /** Makes all tabs that match reload, whatever version they are on. */
    public Command reload(Target target, Actor by) {
        return versionMessage(Action.RELOAD, target, true, by);
    }

    /** Tells all tabs that match which version is in force. What they do about it is for the application to say. */
    public Command announce(Target target, Actor by) {
        return versionMessage(Action.ANNOUNCE, target, false, by);
    }

    /** Sends a message of the application, encoded once for all. */
    public Command send(Target target, Message message, Actor by) {
        return give(Action.MESSAGE, target, message, ids.moment(), message.type(), by);
    }

    private Command versionMessage(Action action, Target target, boolean force, Actor by) {
        long now = ids.moment();
        String version = currentVersion();
        return give(action, target, Messages.version(version, force, now, ids.id(now)), now, version, by);
    }

    private Command give(Action action, Target target, Message message, long at, String detail, Actor by) {
        int matched = hub.send(target.test(currentVersion()), message);
        Command command = new Command(ids.id(at), action, at, by, target.toString(), detail, matched);
        commands.add(command);
        return command;
    }

    private @Nullable Release putInForce(String version, boolean force, Actor by) {
        long now = ids.moment();
        Release next = new Release(ids.id(now), version, force, now, by, 0);
        synchronized (former) {
            if (inForce.version().equals(version) && !force) {
                return null;
            }
            former.add(inForce);
            inForce = next;
            hub.keepVersion(version);
        }
        return next;
    }

    /** Now it is known how many were told. */
    private void finish(Release release, Release done) {
        synchronized (former) {
            if (isInForce(release)) {
                inForce = done;
            } else {
                former.replace(release, done);
            }
        }
    }

    private boolean isInForce(Release release) {
        return inForce.id().equals(release.id());
    }
}
