// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.spring;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.match.Target;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What the buttons of the admin page do. {@link SecuritySetup} lets nobody but admins to /api/admin. */
@RestController
class Admin {

    private final Rollcall rollcall;

    Admin(Rollcall rollcall) {
        this.rollcall = rollcall;
    }

    /** Who asks; for the front end, which decides nothing by it. */
    @GetMapping("/api/me")
    Me me(HttpServletRequest request) {
        return new Me(request.getRemoteUser(), request.isUserInRole(SecuritySetup.ADMIN));
    }

    /** Puts a version in force: outdated tabs show their prompt. */
    @PostMapping("/api/admin/announce")
    Told announce(@RequestBody Announcement announcement) {
        return new Told(rollcall.announce(orEmpty(announcement.version())));
    }

    /** Makes the tabs on one page reload, whatever their version. */
    @PostMapping("/api/admin/reload")
    Told reload(@RequestBody Page page) {
        return new Told(rollcall.invalidate(Target.routeExactly(orEmpty(page.route()))));
    }

    /** A version or route that does not fit, in words. */
    @ExceptionHandler
    ProblemDetail unfit(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /**
     * Who is signed in.
     *
     * @param name the name; null for nobody
     * @param admin whether with the role ADMIN
     */
    record Me(@Nullable String name, boolean admin) {}

    /**
     * A version to put in force.
     *
     * @param version 1 to 128 printable characters
     */
    record Announcement(@Nullable String version) {}

    /**
     * A page.
     *
     * @param route its path
     */
    record Page(@Nullable String route) {}

    /**
     * The answer to a command.
     *
     * @param tabs how many tabs were told
     */
    record Told(int tabs) {}
}
