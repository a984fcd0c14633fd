package org.openbalance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.funqy.Funq;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
            return !location.contains("/org/openbalance/local/");
        }
    }

    @ArchTest
    static final ArchRule wire_knows_itself_alone = mayUse("wire", List.of());

    @ArchTest
    static final ArchRule store_knows_the_wire_alone = mayUse("store", List.of("wire"));

    @ArchTest
    static final ArchRule bank_knows_the_store_alone = mayUse("bank", List.of("store"));

    /// A product is named in every answer, so `http` may know it; nothing else of a bank.
    @ArchTest
    static final ArchRule http_knows_the_store_the_wire_and_the_names_of_products =
            mayUse("http", List.of("store", "wire"), DescribedPredicate.describe("Product", type -> type.getName()
                    .equals(ROOT + "bank.Product")));

    @ArchTest
    static final ArchRule owner_knows_what_serves_it = mayUse("owner", List.of("http", "bank", "store"));

    @ArchTest
    static final ArchRule notice_knows_no_feature_that_tells_by_it =
            mayUse("notice", List.of("owner", "http", "bank", "store"));

    @ArchTest
    static final ArchRule consent_knows_owner = mayUse("consent", List.of("notice", "owner", "http", "bank", "store"));

    @ArchTest
    static final ArchRule link_knows_consent =
            mayUse("link", List.of("consent", "notice", "owner", "http", "bank", "store"));

    @ArchTest
    static final ArchRule balance_knows_link =
            mayUse("balance", List.of("link", "consent", "notice", "owner", "http", "bank", "store"));

    @ArchTest
    static final ArchRule refresh_knows_balance =
            mayUse("refresh", List.of("balance", "link", "consent", "notice", "owner", "http", "bank", "store"));

    @ArchTest
    static final ArchRule page_knows_no_link = mayUse("page", List.of("consent", "owner", "http", "store"));

    /// Only what offers the sandbox's own operations knows its banks; every other bank is reached by the port.
    @ArchTest
    static final ArchRule the_sandbox_is_behind_its_port = noClasses()
            .that()
            .resideOutsideOfPackages("org.openbalance.bank.sandbox", "org.openbalance.link")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.openbalance.bank.sandbox");

    @ArchTest
    static final ArchRule features_run_in_no_circle =
            slices().matching("org.openbalance.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothing_deployed_knows_the_local_gateway =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.openbalance.local..");

    @ArchTest
    static final ArchRule functions_are_named_so = methods()
            .that()
            .areAnnotatedWith(Funq.class)
            .should()
            .beDeclaredInClassesThat()
            .haveSimpleNameEndingWith("Function");

    @ArchTest
    static final ArchRule only_functions_and_http_know_the_events = noClasses()
            .that()
            .resideOutsideOfPackage("org.openbalance.http")
            .and()
            .haveSimpleNameNotEndingWith("Function")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.amazonaws..");

    @ArchTest
    static final ArchRule only_the_store_knows_dynamodb = noClasses()
            .that()
            .resideOutsideOfPackage("org.openbalance.store")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule no_field_holds_an_inexact_number =
            noFields().should().haveRawType(DescribedPredicate.describe("inexact", PackageRulesTest::inexact));

    @ArchTest
    static final ArchRule no_code_takes_gives_or_asks_for_an_inexact_number = noCodeUnits()
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(
                    DescribedPredicate.describe("working with double or float", PackageRulesTest::worksInexactly)));

    @ArchTest
    static final ArchRule nothing_prints = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule one_logger_only = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.util.logging..", "org.slf4j..", "org.apache.logging..", "org.apache.commons.logging..");

    @ArchTest
    static final ArchRule names_say_what_a_thing_is =
            classes().should().haveNameNotMatching(".*(Impl|Service|Manager|Utils?|Helper)");

    private static ArchRule mayUse(String feature, List<String> others) {
        return mayUse(feature, others, DescribedPredicate.alwaysFalse());
    }

    private static ArchRule mayUse(String feature, List<String> others, DescribedPredicate<? super JavaClass> besides) {
        var packages = Stream.concat(Stream.of(feature), others.stream())
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);
        var ours = JavaClass.Predicates.resideInAPackage("org.openbalance..");
        var allowed = JavaClass.Predicates.resideInAnyPackage(packages);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + feature + "..")
                .should()
                .dependOnClassesThat(ours.and(DescribedPredicate.not(allowed)).and(DescribedPredicate.not(besides)));
    }

    private static boolean inexact(JavaClass type) {
        return INEXACT.stream().anyMatch(type::isEquivalentTo);
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
