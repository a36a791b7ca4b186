// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NodeIdTest {

    @Property
    void isReadAsItWasWritten(@ForAll int value) {
        NodeId node = new NodeId(value);
        assertThat(node.text()).matches("[0-9a-z]{1,7}");
        assertThat(NodeId.parse(node.text())).isEqualTo(node);
    }

    @Test
    void whatIsNoIdIsNotRead() {
        for (String text : new String[] {"", "-1", "+1", "01", "ZZ", "zzzzzzzz", "a b"}) {
            assertThat(NodeId.parse(text)).isNull();
        }
    }
}
