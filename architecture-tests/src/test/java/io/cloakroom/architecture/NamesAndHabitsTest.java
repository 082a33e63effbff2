package io.cloakroom.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import javax.sql.DataSource;
import org.jspecify.annotations.NullMarked;

/** Habits of the house that a compiler does not check. */
@AnalyzeClasses(packages = "io.cloakroom", importOptions = ImportOption.DoNotIncludeTests.class)
final class NamesAndHabitsTest {

    @ArchTest
    static final ArchRule names_say_something =
            noClasses().should().haveNameMatching(".*(Impl|Utils?|Utilities|Helper|Manager)");

    @ArchTest
    static final ArchRule packages_say_something =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..helper..", "..misc..", "..impl..");

    @ArchTest
    static final ArchRule packages_are_null_marked =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

    @ArchTest
    static final ArchRule no_mutable_static_state =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule locks_are_not_monitors =
            noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).because("virtual threads would be pinned");

    @ArchTest
    static final ArchRule logging_is_left_to_the_application =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.slf4j..", "org.apache.logging..");

    @ArchTest
    static final ArchRule java_logging_is_no_exception = noClasses()
            .that()
            // DataSource.getParentLogger() is prescribed
            .doNotImplement(DataSource.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..");
}
