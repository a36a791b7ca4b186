// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.servlet.ServletIdentityResolver;
import dev.rollcall.spring.session.ContainerSessions;
import jakarta.servlet.ServletContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;

/**
 * Says once what Rollcall cannot do in a servlet container that Boot has not started, to which a war is deployed: an application
 * can put nothing before such a container's own use of sessions.
 *
 * @param sessions present when the container keeps the sessions of people
 * @param identity resolves them
 */
record WarCheck(ObjectProvider<ContainerSessions> sessions, ObjectProvider<ServletIdentityResolver> identity)
        implements ApplicationListener<ContextRefreshedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(WarCheck.class);

    /** A war need not contain the classes for its own web server. */
    private static final boolean OWN_SERVERS = ClassUtils.isPresent(
            "org.springframework.boot.web.server.context.WebServerApplicationContext", WarCheck.class.getClassLoader());

    private static final String TEST = "org.springframework.mock.";

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        if (isWar(event.getApplicationContext())
                && sessions.getIfAvailable() != null
                && RollcallServletAutoConfiguration.isLookedAt(
                        identity.getIfAvailable(ServletIdentityResolver::none))) {
            LOG.warn(
                    "This servlet container was not started by Spring Boot, so it counts requests of tabs as use of their HTTP"
                            + " session: a person with an open tab that polls is not signed out for being idle. Spring Session has"
                            + " no such limit.");
        }
    }

    private static boolean isWar(ApplicationContext context) {
        if ((OWN_SERVERS && OwnServer.isIn(context)) || !(context instanceof WebApplicationContext web)) {
            return false;
        }
        ServletContext container = web.getServletContext();
        return container != null && !container.getClass().getName().startsWith(TEST);
    }

    /** A class of its own, which is not loaded where there are none. */
    private static final class OwnServer {

        static boolean isIn(ApplicationContext context) {
            return context instanceof WebServerApplicationContext;
        }
    }
}
