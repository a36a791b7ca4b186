// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A pom as it is written: without what it inherits, and with its expressions as they are.
 *
 * @param file where it is
 * @param text the whole file
 * @param root its outermost element
 */
record Pom(Path file, String text, Element root) {

    /**
     * Reads a pom.
     *
     * @throws IOException when it cannot be read, or is not XML
     */
    static Pom read(Path file) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Element root = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
            return new Pom(file, Files.readString(file), root);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + ": " + e.getMessage() + " (expected: a pom)", e);
        }
    }

    /** Returns the text of an element, such as {@code scm/url}; null when there is none, or it is blank. */
    @Nullable
    String value(String path) {
        List<Element> found = all(path);
        String text = found.isEmpty() ? "" : found.get(0).getTextContent().strip();
        return text.isEmpty() ? null : text;
    }

    /** Returns the version: its own, or that of its parent. */
    String version() {
        String own = value("version");
        return own == null ? String.valueOf(value("parent/version")) : own;
    }

    /** Returns all elements at a path, such as {@code dependencies/dependency}; empty when there are none. */
    List<Element> all(String path) {
        List<Element> found = List.of(root);
        for (String name : path.split("/", -1)) {
            found = found.stream().flatMap(one -> children(one, name).stream()).toList();
        }
        return found;
    }

    /** Returns the children of an element that have this name; empty when there are none. */
    static List<Element> children(Element of, String name) {
        List<Element> found = new ArrayList<>();
        for (Node child = of.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    /** Returns the text of a child; empty when there is none. */
    static String child(Element of, String name) {
        List<Element> found = children(of, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
    }
}
