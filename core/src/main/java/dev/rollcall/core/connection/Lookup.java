// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import dev.rollcall.core.node.NodeId;

/** What a node knows about a connection id. An id proves nothing: one that names another node may be made up. */
public sealed interface Lookup {

    /**
     * The connection is open on this node.
     *
     * @param connection the connection
     */
    record Found(Connection connection) implements Lookup {}

    /** This node made the id, or somebody made it up in its name; no such connection is open here now. */
    record Gone() implements Lookup {}

    /**
     * The id names another node.
     *
     * @param owner that node
     */
    record Elsewhere(NodeId owner) implements Lookup {}

    /** The text is not a connection id. */
    record Unknown() implements Lookup {}
}
