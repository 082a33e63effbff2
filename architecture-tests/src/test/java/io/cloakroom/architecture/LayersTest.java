package io.cloakroom.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom, over all published modules at once. */
@AnalyzeClasses(packages = "io.cloakroom", importOptions = ImportOption.DoNotIncludeTests.class)
final class LayersTest {

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.cloakroom.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule stores_know_the_store_spi_only = noClasses()
            .that()
            .resideInAnyPackage("io.cloakroom.session.redis..", "io.cloakroom.session.dynamodb..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.cloakroom..")
                    .and(not(resideInAnyPackage(
                            "io.cloakroom.session.store..",
                            "io.cloakroom.session.redis..",
                            "io.cloakroom.session.dynamodb.."))));

    @ArchTest
    static final ArchRule stores_know_no_servlets = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.cloakroom.session.store..",
                    "io.cloakroom.session.codec..",
                    "io.cloakroom.session.redis..",
                    "io.cloakroom.session.dynamodb..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule stores_do_not_know_each_other = noClasses()
            .that()
            .resideInAPackage("io.cloakroom.session.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.cloakroom.session.dynamodb..");

    @ArchTest
    static final ArchRule cache_stands_alone = noClasses()
            .that()
            .resideInAPackage("io.cloakroom.cache..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.cloakroom..").and(not(resideInAPackage("io.cloakroom.cache.."))));

    @ArchTest
    static final ArchRule routing_stands_alone = noClasses()
            .that()
            .resideInAPackage("io.cloakroom.routing..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.cloakroom..").and(not(resideInAPackage("io.cloakroom.routing.."))));

    @ArchTest
    static final ArchRule routing_needs_the_platform_only = classes()
            .that()
            .resideInAPackage("io.cloakroom.routing")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.cloakroom.routing..", "java..", "javax.sql..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule cache_knows_redis_in_one_package = noClasses()
            .that()
            .resideInAPackage("io.cloakroom.cache")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..");
}
