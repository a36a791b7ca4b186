// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.servlet;

/** Runs the site on port 8080 until the process is asked to end: on Jetty, or on Tomcat if the first argument says so. */
public final class Main {

    private static final int PORT = 8080;

    private Main() {}

    /** Starts the site. */
    public static void main(String[] arguments) throws Exception {
        boolean tomcat = arguments.length > 0 && arguments[0].equals("tomcat");
        String secret = System.getenv().getOrDefault("ADMIN_SECRET", "local-example-4711");
        Site site = Site.start(tomcat ? TomcatContainer::start : JettyContainer::start, PORT, secret);
        Runtime.getRuntime().addShutdownHook(new Thread(site::close));
        System.out.println("Listening on http://localhost:" + site.port());
        Thread.currentThread().join(); // Tomcat's own threads would let the process end.
    }
}
