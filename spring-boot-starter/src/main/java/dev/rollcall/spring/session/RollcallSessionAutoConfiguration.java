// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.session;

import dev.rollcall.core.Rollcall;
import dev.rollcall.spring.settings.ApplicationSettings;
import jakarta.servlet.http.HttpSessionListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.session.SessionRepository;
import org.springframework.session.events.SessionDestroyedEvent;

/** Knows the sessions of an application with Spring Security, and notices when they end. */
@AutoConfiguration(
        afterName = {
            "dev.rollcall.spring.contract.RollcallAutoConfiguration",
            "org.springframework.boot.session.autoconfigure.SessionAutoConfiguration"
        })
@ConditionalOnClass({HttpSessionListener.class, SecurityFilterChain.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(ApplicationSettings.class)
public final class RollcallSessionAutoConfiguration {

    RollcallSessionAutoConfiguration() {}

    /** Checks live stats again when a session ends. */
    @Bean
    SessionEnds rollcallSessionEnds(ObjectProvider<Rollcall> rollcall) {
        return new SessionEnds(rollcall);
    }

    /** Notices every logout, whatever keeps the session. The event does not say which session it was. */
    @Bean
    LogoutWatch rollcallLogoutWatch(SessionEnds ends) {
        return new LogoutWatch(ends);
    }

    /** The sessions of the servlet container, unless Spring Session keeps them: the nested configuration comes first. */
    @Bean
    @ConditionalOnMissingBean(RequestSessions.class)
    ContainerSessions rollcallContainerSessions(SessionEnds ends) {
        return new ContainerSessions(ends);
    }

    /** For sessions that Spring Session keeps. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SessionRepository.class)
    @ConditionalOnBean(SessionRepository.class)
    static final class RollcallStoredSessionConfiguration {

        @Bean
        @ConditionalOnMissingBean(RequestSessions.class)
        StoredSessions rollcallStoredSessions(SessionRepository<?> repository) {
            return new StoredSessions(repository);
        }

        @Bean
        StoredSessionWatch rollcallStoredSessionWatch(SessionEnds ends) {
            return new StoredSessionWatch(ends);
        }
    }

    /** @param ends is notified of each logout */
    record LogoutWatch(SessionEnds ends) {

        @EventListener
        void loggedOut(LogoutSuccessEvent event) {
            ends.ended(null);
        }
    }

    /** @param ends is notified of each end that the repository publishes; not all repositories do */
    record StoredSessionWatch(SessionEnds ends) {

        @EventListener
        void ended(SessionDestroyedEvent event) {
            ends.ended(event.getSessionId());
        }
    }
}
