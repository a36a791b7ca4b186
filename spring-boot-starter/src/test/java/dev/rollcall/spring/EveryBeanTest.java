// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.rollcall.core.RollcallBuilder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** What the beans of the starter promise: each can be replaced by one that an application can make, or is internal. */
class EveryBeanTest {

    /** Beans that only observe, or that belong to another bean: the settings or that bean change what they do. */
    private static final Set<String> INTERNAL = new TreeSet<>(List.of(
            "rollcallAbsence",
            "rollcallChainCheck",
            "rollcallCluster",
            "rollcallContainerMetrics",
            "rollcallContainerWatch",
            "rollcallEarlySettings",
            "rollcallEndpointFilter",
            "rollcallEventListenerThreads",
            "rollcallHookCheck",
            "rollcallJwts",
            "rollcallLogoutWatch",
            "rollcallMappingCheck",
            "rollcallNettyPort",
            "rollcallOpaqueTokens",
            "rollcallPollingOnly",
            "rollcallReactiveIdentity",
            "rollcallSessionEnds",
            "rollcallRequests",
            "rollcallSessionPeople",
            "rollcallSignOutFilter",
            "rollcallStoredSessionWatch",
            "rollcallWarCheck",
            "rollcallWebEnvironment"));

    private static final List<JavaMethod> BEANS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.rollcall.spring").stream()
                    .flatMap(type -> type.getMethods().stream())
                    .filter(method -> method.isAnnotatedWith(Bean.class)
                            && method.getName().startsWith("rollcall"))
                    .toList();

    @Test
    @DisplayName("a bean can be replaced, or is listed here as internal")
    void replaceableOrInternal() {
        TreeSet<String> fixed = new TreeSet<>();
        BEANS.stream()
                .filter(bean -> !bean.isAnnotatedWith(ConditionalOnMissingBean.class))
                .forEach(bean -> fixed.add(bean.getName()));
        assertThat(BEANS).hasSizeGreaterThan(40);
        assertThat(fixed).isEqualTo(INTERNAL);
    }

    @Test
    @DisplayName("a replacement can be made: the bean's type is an interface, or has a public constructor or factory")
    void replacementsCanBeMade() {
        List<String> closed = BEANS.stream()
                .filter(bean -> bean.isAnnotatedWith(ConditionalOnMissingBean.class))
                .filter(bean -> !isByNameOrOtherType(bean))
                .filter(bean -> !canBeMade(bean.getRawReturnType()))
                .map(bean -> bean.getName() + ": " + bean.getRawReturnType().getName())
                .toList();
        assertThat(closed).isEmpty();
    }

    /** If the condition names a bean or a type, that is what an application provides. */
    private static boolean isByNameOrOtherType(JavaMethod bean) {
        JavaAnnotation<?> condition = bean.getAnnotationOfType(ConditionalOnMissingBean.class.getName());
        return ((Object[]) condition.get("name").orElse(new Object[0])).length > 0
                || ((Object[]) condition.get("value").orElse(new Object[0])).length > 0;
    }

    private static boolean canBeMade(JavaClass type) {
        return type.isInterface()
                || type.isEquivalentTo(RollcallBuilder.class) // by Rollcall.builder()
                || type.getConstructors().stream()
                        .anyMatch(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
                || type.getMethods().stream()
                        .anyMatch(each -> each.getModifiers().contains(JavaModifier.PUBLIC)
                                && each.getModifiers().contains(JavaModifier.STATIC)
                                && (each.getRawReturnType().equals(type)
                                        || each.getName().equals("builder")));
    }
}
