package org.openbalance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.openbalance.api.AnswerBody;

/// Dependencies run one way, and what the code may not do at all.
@AnalyzeClasses(
        packages = "org.openbalance",
        importOptions = {ImportOption.DoNotIncludeTests.class, PackageRulesTest.Deployed.class})
class PackageRulesTest {

    private static final String ROOT = "org.openbalance.";
    private static final Set<Class<?>> INEXACT = Set.of(double.class, float.class, Double.class, Float.class);

    /// What is deployed: without the gateway of one machine, which may use everything.
    static final class Deployed implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/org/openbalance/local/") && !location.contains("/org/openbalance/tools/");
        }
    }

    /// From the bottom to the top: each row may use those above it in this list, never those below.
    private static final List<String> ORDER = List.of(
            "money",
            "platform",
            "api",
            "owner",
            "bank",
            "webhook",
            "consent",
            "account",
            "reading",
            "transaction",
            "alert",
            "link",
            "balance",
            "report",
            "page",
            "refresh");

    @ArchTest
    static void a_package_uses_only_itself_and_those_below(JavaClasses deployed) {
        for (var place = 0; place < ORDER.size(); place++) {
            mayUse(ORDER.subList(0, place + 1)).check(deployed);
        }
    }

    @ArchTest
    static final ArchRule every_package_has_its_place = classes().should().resideInAnyPackage(packages(ORDER));

    /// Only what offers the sandbox's own operations knows its banks; every other bank is reached by the port.
    @ArchTest
    static final ArchRule the_sandbox_is_behind_its_port = noClasses()
            .that()
            .resideOutsideOfPackages("org.openbalance.bank.sandbox", "org.openbalance.account", "org.openbalance.link")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.openbalance.bank.sandbox");

    @ArchTest
    static final ArchRule a_bank_does_not_know_its_connectors = noClasses()
            .that()
            .resideInAPackage("org.openbalance.bank")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.openbalance.bank.sandbox");

    @ArchTest
    static final ArchRule packages_run_in_no_circle =
            slices().matching("org.openbalance.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothing_deployed_knows_the_local_gateway_or_the_tools = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.openbalance.local..", "org.openbalance.tools..");

    @ArchTest
    static final ArchRule functions_are_named_so = methods()
            .that()
            .areAnnotatedWith(Funq.class)
            .should()
            .beDeclaredInClassesThat()
            .haveSimpleNameEndingWith("Function");

    @ArchTest
    static final ArchRule only_functions_and_the_api_know_the_events = noClasses()
            .that()
            .resideOutsideOfPackages("org.openbalance.api", "org.openbalance.platform.lambda")
            .and()
            .haveSimpleNameNotEndingWith("Function")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.amazonaws..");

    @ArchTest
    static final ArchRule only_the_platform_knows_the_sdk = noClasses()
            .that()
            .resideOutsideOfPackage("org.openbalance.platform..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule no_field_holds_an_inexact_number =
            noFields().should().haveRawType(DescribedPredicate.describe("inexact", PackageRulesTest::inexact));

    @ArchTest
    static final ArchRule no_code_takes_gives_or_asks_for_an_inexact_number = noCodeUnits()
            .that()
            // Its library takes the rate of failures as a float.
            .areNotDeclaredIn("org.openbalance.bank.Breaker")
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(
                    DescribedPredicate.describe("working with double or float", PackageRulesTest::worksInexactly)));

    /// The image keeps what class initializers made when it was built, and its currencies are not those that the JDK
    /// gives at run time: they would equal none.
    @ArchTest
    static final ArchRule no_currency_is_made_while_the_image_is_built = noCodeUnits()
            .that()
            .haveName("<clinit>")
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(
                    DescribedPredicate.describe("making a currency", PackageRulesTest::makesCurrency)));

    @ArchTest
    static final ArchRule nothing_prints = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    /// Jackson finds the components of a record by reflection, which a native image allows where it was said.
    @ArchTest
    static final ArchRule answers_are_registered_for_reflection = classes()
            .that()
            .implement(AnswerBody.class)
            .should()
            .beRecords()
            .andShould()
            .beAnnotatedWith(RegisterForReflection.class);

    @ArchTest
    static final ArchRule one_logger_only = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.util.logging..", "org.slf4j..", "org.apache.logging..", "org.apache.commons.logging..");

    @ArchTest
    static final ArchRule names_say_what_a_thing_is =
            classes().should().haveNameNotMatching(".*(Impl|Service|Manager|Utils?|Helper)");

    private static ArchRule mayUse(List<String> itselfAndBelow) {
        var ours = JavaClass.Predicates.resideInAPackage("org.openbalance..");
        var allowed = JavaClass.Predicates.resideInAnyPackage(packages(itselfAndBelow));
        return noClasses()
                .that()
                .resideInAPackage(ROOT + itselfAndBelow.getLast() + "..")
                .should()
                .dependOnClassesThat(ours.and(DescribedPredicate.not(allowed)));
    }

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
    }

    private static boolean inexact(JavaClass type) {
        return INEXACT.stream().anyMatch(type::isEquivalentTo);
    }

    private static boolean makesCurrency(JavaCodeUnit code) {
        return code.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isAssignableTo(Currency.class)
                        && call.getName().equals("getInstance"));
    }

    private static boolean worksInexactly(JavaCodeUnit code) {
        return Stream.concat(
                        Stream.of(code.getRawReturnType()),
                        Stream.concat(
                                code.getRawParameterTypes().stream(),
                                Stream.concat(
                                        code.getCallsFromSelf().stream()
                                                .flatMap(call -> Stream.concat(
                                                        Stream.of(
                                                                call.getTarget().getRawReturnType()),
                                                        call.getTarget().getRawParameterTypes().stream())),
                                        code.getFieldAccesses().stream().map(access -> access.getTarget()
                                                .getRawType()))))
                .anyMatch(PackageRulesTest::inexact);
    }
}
