package chat.free4.sim.arch;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.peer.Peer;
import chat.free4.sfu.MediaEngine;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The rules of the house (STYLE.md, "The house"), as far as class files show them. */
class ArchitectureTest {
  private static final String[] CORE = {
    "chat.free4.wire..",
    "chat.free4.rtc..",
    "chat.free4.sfu..",
    "chat.free4.room..",
    "chat.free4.robots.."
  };

  /** Bouncy Castle's handshake blocks: it is handed an executor and a SecureRandom. */
  private static final String HANDSHAKES = "chat.free4.rtc.dtls..";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("chat.free4");

  @Test
  void allModulesAreLookedAt() {
    for (String module :
        new String[] {"wire", "rtc", "ffi", "sfu", "room", "robots", "server", "sim"}) {
      assertThat(MAIN.that(resideInAPackage("chat.free4." + module + "..")))
          .as(module)
          .hasSizeGreaterThan(1);
    }
  }

  @Test
  void theCoreHasNoSocketChannelOrFile() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.net..", "java.nio.channels..", "java.nio.file..", "javax.net..")
                .or(nameMatching("java\\.io\\.(File|RandomAccessFile|Console).*")))
        .because("datagrams and messages come in and go out by handle* and poll*")
        .check(MAIN);
  }

  @Test
  void theCoreHasNoThreadExecutorOrLock() {
    noClasses()
        .that(resideInAnyPackage(CORE).and(notIn(HANDSHAKES)))
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.util.concurrent..")
                .and(DescribedPredicate.not(equivalentTo(TimeUnit.class)))
                // A flag that a handshake's thread may set neither waits nor runs anything.
                .and(notIn("java.util.concurrent.atomic.."))
                .or(nameMatching("java\\.lang\\.(Thread|ThreadLocal|Process|Runtime)(\\W.*)?"))
                .or(nameMatching("java\\.util\\.Timer(Task)?")))
        .because("an engine belongs to one thread, which somebody else owns")
        .check(MAIN);
  }

  @Test
  void theCoreHasNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .callMethodWhere(
            call("java\\.lang\\.System", "nanoTime|currentTimeMillis")
                .or(call("java\\.time\\..*", "now|systemUTC|systemDefaultZone|tick.*")))
        .orShould()
        .callConstructorWhere(constructor("java\\.util\\.Date", 0))
        .because("time is a parameter")
        .check(MAIN.that(withoutLockStep()));
  }

  @Test
  void theCoreHasNoRandomnessOfItsOwn() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .callConstructorWhere(
            target(
                    owner(
                        nameMatching(
                            "java\\.security\\.SecureRandom|java\\.util\\.(Random|SplittableRandom)")))
                .and(DescribedPredicate.not(madeByASubclass())))
        .orShould()
        .callMethodWhere(
            call("java\\.lang\\.Math", "random")
                .or(call("java\\.util\\.UUID", "randomUUID"))
                .or(call("java\\.util\\.concurrent\\.ThreadLocalRandom", "current"))
                .or(call("java\\.util\\.random\\.RandomGenerator", "of|getDefault"))
                .or(call("java\\.security\\.SecureRandom", "getInstance.*")))
        .because("random sources are parameters, so that a seed repeats a run")
        .check(MAIN);
  }

  @Test
  void theCoreDoesNotReadItsSurroundings() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .callMethodWhere(call("java\\.lang\\.System", "getenv|getProperty|exit|console"))
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("org.slf4j..", "io.vertx..", "com.fasterxml..", "io.prometheus..")
        .because("what it needs is handed to it, and what it saw it returns or counts")
        .check(MAIN);
  }

  @Test
  void codecsKnowNoStateMachineAndOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage("chat.free4.wire..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("chat.free4.wire..", "java..", "javax.crypto..", "org.jspecify..")
        .check(MAIN);
  }

  @Test
  void modulesStandInOneOrder() {
    mayNotUse("wire", "rtc", "ffi", "sfu", "room", "server", "sim");
    mayNotUse("rtc", "ffi", "sfu", "room", "server", "sim");
    mayNotUse("ffi", "sfu", "room", "server", "sim");
    mayNotUse("sfu", "ffi", "room", "server", "sim");
    mayNotUse("room", "wire", "rtc", "ffi", "sfu", "server", "sim");
    mayNotUse("room", "robots");
    mayNotUse("robots", "wire", "rtc", "ffi", "sfu", "server", "sim");
    mayNotUse("server", "robots", "sim");
  }

  private static void mayNotUse(String module, String... others) {
    String[] packages = new String[others.length];
    for (int i = 0; i < others.length; i++) {
      packages[i] = "chat.free4." + others[i] + "..";
    }
    noClasses()
        .that()
        .resideInAPackage("chat.free4." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(MAIN);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("chat.free4.(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void theWebEdgeReachesTheCoreOnlyThroughSignalling() {
    noClasses()
        .that()
        .resideInAPackage("chat.free4.server.http..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(CORE).and(notIn("chat.free4.room.signal..")))
        .check(MAIN);
  }

  @Test
  void onlyTheMediaWorkersDriveTheMediaEngines() {
    noClasses()
        .that(
            resideInAPackage("chat.free4..")
                .and(notIn("chat.free4.rtc.."))
                .and(notIn("chat.free4.sfu.."))
                .and(notIn("chat.free4.server.media.."))
                .and(notIn("chat.free4.sim..")))
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(MediaEngine.class, Peer.class)
        .check(MAIN);
  }

  @Test
  void onlyTheClusterKnowsPekkoAndItDrivesNoEngine() {
    noClasses()
        .that(resideInAPackage("chat.free4..").and(notIn("chat.free4.server.cluster..")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.apache.pekko..", "scala.."))
        .because("a server that is alone loads nothing of it")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAPackage("chat.free4.server.cluster..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("chat.free4.sfu..", "chat.free4.rtc..").and(notTold()))
        .because("it carries to other nodes what workers are told and tell, and no media")
        .check(MAIN);
  }

  @Test
  void onlyTheSeatsOfRobotsReachKeysOfSealedRooms() {
    noClasses()
        .that(
            resideInAPackage("chat.free4..")
                .and(notIn("chat.free4.server.sealing.."))
                .and(
                    DescribedPredicate.not(
                        nameMatching(
                                "chat\\.free4\\.server\\.host"
                                    + "\\.(SealedSeat|SeatedRobot|RobotSeats|RoomVoices)")
                            .<JavaClass>forSubtype())))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("chat.free4.server.sealing..")
        .because("without an act of its owner the server has no key of a sealed room")
        .check(MAIN);
    classes()
        .that()
        .resideInAPackage("chat.free4.server.sealing..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "chat.free4.server.sealing..",
                    "chat.free4.room.access..",
                    "java..",
                    "javax.crypto..",
                    "org.bouncycastle.crypto..",
                    "org.jspecify..")
                .or(
                    nameMatching(
                            "chat\\.free4\\.(room\\.signal\\.ServerMessage(\\$.*)?|sfu\\.VoicePhrase)")
                        .<JavaClass>forSubtype()))
        .because("what it opens it tells its robot, and nobody else")
        .check(MAIN);
  }

  @Test
  void enginesAreDrivenByHandleAndPoll() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .belongToAnyOf(MediaEngine.class)
        .and()
        .arePublic()
        .and()
        .haveRawReturnType("void")
        .should()
        .haveNameStartingWith("handle")
        .check(MAIN);
  }

  private static DescribedPredicate<JavaClass> notIn(String packageIdentifier) {
    return DescribedPredicate.not(resideInAPackage(packageIdentifier));
  }

  /** All but what nodes tell each other of parts of rooms: commands, events and what is in them. */
  private static DescribedPredicate<JavaClass> notTold() {
    return DescribedPredicate.not(
        nameMatching(
                "chat\\.free4\\.(sfu\\.(MediaCommand|MediaEvent)(\\$.*)?|sfu\\.VoicePhrase"
                    + "|sfu\\.NodeLine|sfu\\.NodeRelay|rtc\\.dtls\\.Fingerprint"
                    + "|rtc\\.peer\\.PeerEvent\\$Reason"
                    + "|rtc\\.peer\\.Negotiation\\$(LocalMedia|HostCandidate))")
            .<JavaClass>forSubtype());
  }

  /** The lock-step runner of tests gives up on a hanging handshake by the real clock. */
  private static DescribedPredicate<JavaClass> withoutLockStep() {
    return DescribedPredicate.not(
        nameMatching("chat\\.free4\\.rtc\\.dtls\\.(HandshakePipe|LockStepRunner).*")
            .<JavaClass>forSubtype());
  }

  /** What extends SecureRandom may give numbers from elsewhere, as a seed's. */
  private static DescribedPredicate<JavaCall<?>> madeByASubclass() {
    return DescribedPredicate.describe(
        "by a subclass", call -> call.getOriginOwner().isAssignableTo(SecureRandom.class));
  }

  private static DescribedPredicate<JavaCall<?>> call(String ownerRegex, String nameRegex) {
    return target(owner(nameMatching(ownerRegex)))
        .and(target(nameMatching(nameRegex)))
        .forSubtype();
  }

  private static DescribedPredicate<JavaCall<?>> constructor(String ownerRegex, int parameters) {
    return target(owner(nameMatching(ownerRegex)))
        .and(
            DescribedPredicate.describe(
                "has %d parameters".formatted(parameters),
                (JavaCall<?> made) -> made.getTarget().getRawParameterTypes().size() == parameters))
        .and(alwaysTrue())
        .forSubtype();
  }
}
