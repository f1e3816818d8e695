/* SPDX-License-Identifier: Apache-2.0 */
package org.sealspatial.routes;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealspatial.schemas.FailureCause;

/** The house plan as rules: what may know what. */
class ArchitectureTest {
  private static final String SEAL = "org.sealspatial..";
  private static final String[] DOMAINS = {
    "org.sealspatial.sim.domain..", "org.sealspatial.lm.domain.."
  };
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("org.sealspatial");

  @Test
  void the_domain_knows_only_java_geometry_and_failure_causes() {
    classes()
        .that()
        .resideInAnyPackage(DOMAINS)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java.lang..", "java.util..", "java.time..", "java.math..")
                .or(resideInAnyPackage("org.locationtech.jts.."))
                .or(resideInAnyPackage(DOMAINS))
                .or(type(FailureCause.class))
                .or(type(FailureCause.Retry.class)))
        .check(CODE);
  }

  @Test
  void decisions_are_repeatable() {
    noClasses()
        .that()
        .resideInAnyPackage("org.sealspatial.sim..", "org.sealspatial.lm..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(CODE);
  }

  @Test
  void domain_types_are_values() {
    classes()
        .that()
        .resideInAnyPackage(DOMAINS)
        .and()
        .areNotInterfaces()
        .and()
        .areNotAnonymousClasses()
        .should()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
        .check(CODE);
  }

  @Test
  void sim_and_lm_never_meet() {
    slices().matching("org.sealspatial.(sim|lm)..").should().notDependOnEachOther().check(CODE);
  }

  @Test
  void processors_use_jose_and_failure_causes_only() {
    noClasses()
        .that()
        .resideInAnyPackage("org.sealspatial.sim..", "org.sealspatial.lm..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.sealspatial.schemas..", "org.sealspatial.routes..")
                .and(not(type(FailureCause.class)))
                .and(not(type(FailureCause.Retry.class))))
        .check(CODE);
  }

  @Test
  void camel_stays_in_routes() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.sealspatial.routes..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.camel..")
        .check(CODE);
  }

  @Test
  void kafka_clients_stay_in_four_packages() {
    noClasses()
        .that()
        .resideInAPackage("org.sealspatial..")
        .and()
        .resideOutsideOfPackages(
            "org.sealspatial.routes.kafkatx..",
            "org.sealspatial.routes.table..",
            "org.sealspatial.routes.rpc..",
            "org.sealspatial.routes.admin..",
            "org.sealspatial.local..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(CODE);
  }

  @Test
  void jose_libraries_stay_in_jose() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.sealspatial.jose..", "org.sealspatial.local..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.nimbusds..", "org.bouncycastle..", "com.amazon.corretto..")
        .check(CODE);
  }

  /** A caller's bytes cost what they weigh: nothing of ours opens an envelope or inflates. */
  @Test
  void nothing_of_ours_decrypts_or_inflates() {
    noClasses()
        .that()
        .resideInAPackage(SEAL)
        .and()
        .resideOutsideOfPackage("org.sealspatial.local..") // the clients' side
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "com\\.nimbusds\\.jose\\.(JWEDecrypter|crypto\\..*Decrypter)"
                + "|java\\.util\\.zip\\.(Inflater|GZIPInput|ZipInput|ZipFile).*"
                + "|javax\\.crypto\\.(SecretKeyFactory|KeyAgreement)")
        .check(CODE);
  }

  @Test
  void only_token_validation_makes_a_verified_token() {
    constructors()
        .that()
        .areDeclaredIn("org.sealspatial.lm.domain.VerifiedToken")
        .should()
        .onlyBeCalled()
        .byClassesThat(resideInAnyPackage("org.sealspatial.lm.token.."))
        .check(CODE);
  }

  @Test
  void names_say_what_a_class_is() {
    noClasses()
        .that()
        .resideInAPackage(SEAL)
        .should()
        .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)$")
        .orShould()
        .haveNameMatching(".*\\.Abstract[A-Z].*")
        .check(CODE);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("org.sealspatial.(**)").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void logging_goes_through_slf4j() {
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CODE);
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
        CODE.that(
            not(resideInAnyPackage("org.sealspatial.routes.cli..", "org.sealspatial.local.."))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.sealspatial.sim",
        "org.sealspatial.sim.domain",
        "org.sealspatial.lm",
        "org.sealspatial.lm.domain",
        "org.sealspatial.lm.token",
        "org.sealspatial.jose",
        "org.sealspatial.schemas",
        "org.sealspatial.routes.kafkatx",
        "org.sealspatial.routes.table",
        "org.sealspatial.routes.rpc",
        "org.sealspatial.routes.admin",
        "org.sealspatial.routes.cli"
      })
  void every_package_a_rule_names_has_classes(String name) {
    assertTrue(
        CODE.stream().map(JavaClass::getPackageName).anyMatch(name::equals),
        "no class in " + name + ": a rule about it guards nothing");
  }
}
