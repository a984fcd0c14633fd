package org.openbalance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openbalance.platform.dynamodb.Table;

/// Every access to the table is by key or by index: nothing reads it through, but for the tool that migrates a table,
/// which is not deployed.
@AnalyzeClasses(packages = "org.openbalance", importOptions = ImportOption.DoNotIncludeTests.class)
class NoScanTest {

    private static final String CLIENTS = "software.amazon.awssdk.services.dynamodb";
    private static final Set<Path> MIGRATION = Set.of(
            Path.of("src/tools/java/org/openbalance/tools/Migration.java"),
            Path.of("src/local/java/org/openbalance/local/Capacity.java"));
    private static final Pattern SCAN = Pattern.compile(
            "\\bscan(Paginator)?\\s*\\(|\\bScan(Request|Iterable|Enhanced\\w*)\\b|dynamodb:(Scan|PartiQLSelect)|\\bexecuteStatement\\b");

    @ArchTest
    void no_class_calls_scan(JavaClasses classes) {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.openbalance.tools.Migration")
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe("a Scan, or a statement that may be one", NoScanTest::scans))
                .check(classes);
    }

    private static boolean scans(JavaCall<?> call) {
        var name = call.getTarget().getName();
        return call.getTargetOwner().getPackageName().startsWith(CLIENTS)
                && (name.equals("scan")
                        || name.equals("scanPaginator")
                        || name.contains("xecuteStatement") && !isBatchOfTable(call));
    }

    /// Statements in a batch name whole keys: DynamoDB takes no others, and a role without `PartiQLSelect` reads
    // nothing.
    private static boolean isBatchOfTable(JavaCall<?> call) {
        return call.getTarget().getName().equals("batchExecuteStatement")
                && call.getOriginOwner().isEquivalentTo(Table.class);
    }

    @Test
    void no_source_and_no_permission_speaks_of_scan() {
        var offenders = new ArrayList<String>();
        for (var root : List.of("src/main", "src/local", "src/tools", "template.yaml")) {
            offenders.addAll(linesOf(Path.of(root)));
        }
        assertThat(offenders).isEmpty();
    }

    private static List<String> linesOf(Path root) {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !MIGRATION.contains(file))
                    .filter(file -> file.toString().matches(".*\\.(java|yaml|properties)"))
                    .flatMap(file -> lines(file).stream()
                            .filter(line -> SCAN.matcher(line).find())
                            .map(line -> file + ": " + line.strip()))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
