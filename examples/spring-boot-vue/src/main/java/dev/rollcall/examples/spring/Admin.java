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

/** The actions behind the buttons of the admin page. {@link SecuritySetup} lets only admins reach /api/admin. */
@RestController
class Admin {

    private final Rollcall rollcall;

    Admin(Rollcall rollcall) {
        this.rollcall = rollcall;
    }

    /** Returns who is signed in. The front end only displays that; it bases no decision on it. */
    @GetMapping("/api/me")
    Me me(HttpServletRequest request) {
        return new Me(request.getRemoteUser(), request.isUserInRole(SecuritySetup.ADMIN));
    }

    /** Makes a version current. Outdated tabs show their prompt. */
    @PostMapping("/api/admin/announce")
    Notified announce(@RequestBody Announcement announcement) {
        return new Notified(rollcall.announce(orEmpty(announcement.version())).matched());
    }

    /** Reloads the tabs on one page, whatever their version. */
    @PostMapping("/api/admin/reload")
    Notified reload(@RequestBody Page page) {
        return new Notified(
                rollcall.invalidate(Target.routeExactly(orEmpty(page.route()))).matched());
    }

    /** Answers an invalid version or route with the reason. */
    @ExceptionHandler
    ProblemDetail invalid(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /**
     * The person who is signed in.
     *
     * @param name the name; null if nobody is signed in
     * @param admin whether the person has the role ADMIN
     */
    record Me(@Nullable String name, boolean admin) {}

    /**
     * A version to announce.
     *
     * @param version 1 to 128 printable characters
     */
    record Announcement(@Nullable String version) {}

    /**
     * A page.
     *
     * @param route the path of the page
     */
    record Page(@Nullable String route) {}

    /**
     * The answer to a command.
     *
     * @param tabs the number of tabs that were notified
     */
    record Notified(int tabs) {}
}
