// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.release;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** All published files in the layout of a Maven repository, with checksums: what is uploaded to Maven Central. */
final class Bundle {

    private static final Map<String, String> DIGESTS =
            Map.of(".md5", "MD5", ".sha1", "SHA-1", ".sha256", "SHA-256", ".sha512", "SHA-512");

    /** The time of all entries, so that two bundles of the same files are the same, in whatever time zone. */
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private Bundle() {}

    /** Returns the files of a module that are published, without their signatures. */
    static List<Path> files(Module module) {
        List<Path> files = new ArrayList<>(List.of(module.flattened()));
        if (!module.isPom()) {
            Stream.of(".jar", "-sources.jar", "-javadoc.jar").map(module::built).forEach(files::add);
        }
        return files;
    }

    /** Returns where the build puts the signature of a file: beside it, and that of the pom beside the jars. */
    static Path signature(Module module, Path file) {
        Path signed = file.equals(module.flattened()) ? module.built(".pom") : file;
        return signed.resolveSibling(signed.getFileName() + ".asc");
    }

    /**
     * Puts everything into a folder, and into a zip file beside it.
     *
     * @param modules those that are published, built for a release
     * @param into the folder; what is in it is deleted first
     * @return the zip file
     * @throws IOException when a file is missing, or cannot be read or written
     */
    static Path make(List<Module> modules, Path into) throws IOException {
        delete(into);
        for (Module module : modules) {
            String version = module.pom().version();
            Path folder = Files.createDirectories(
                    into.resolve("dev/rollcall").resolve(module.artifact()).resolve(version));
            for (Path file : files(module)) {
                String name = file.equals(module.flattened())
                        ? module.artifact() + "-" + version + ".pom"
                        : file.getFileName().toString();
                add(file, folder.resolve(name));
                Path signature = signature(module, file);
                if (Files.exists(signature)) {
                    Files.copy(signature, folder.resolve(name + ".asc"), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return zip(into);
    }

    private static void add(Path file, Path to) throws IOException {
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        byte[] bytes = Files.readAllBytes(file);
        for (Map.Entry<String, String> digest : DIGESTS.entrySet()) {
            Files.writeString(to.resolveSibling(to.getFileName() + digest.getKey()), hex(digest.getValue(), bytes));
        }
    }

    private static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + ": missing (expected: a Java runtime that has it)", e);
        }
    }

    private static Path zip(Path folder) throws IOException {
        Path zip = folder.resolveSibling(folder.getFileName() + "-bundle.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream archive = new ZipOutputStream(out);
                Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                ZipEntry entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
                entry.setTimeLocal(TIME);
                archive.putNextEntry(entry);
                Files.copy(file, archive);
                archive.closeEntry();
            }
        }
        return zip;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
