package chat.free4.bench.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of the house for this module, which those of {@code sim} cannot see. */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("chat.free4.bench");

  @Test
  void theLoadGeneratorKnowsAServerByItsPublicProtocolAlone() {
    noClasses()
        .that()
        .resideInAPackage("chat.free4.bench.load..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("chat.free4.server..", "chat.free4.sfu..")
        .check(MAIN);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("chat.free4.bench.(**)").should().beFreeOfCycles().check(MAIN);
  }
}
