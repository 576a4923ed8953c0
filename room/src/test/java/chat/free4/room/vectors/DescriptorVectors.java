package chat.free4.room.vectors;

import static chat.free4.room.vectors.Fixtures.ALICE;
import static chat.free4.room.vectors.Fixtures.BOB;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.Transcript;
import chat.free4.room.descriptor.Descriptor;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.descriptor.SealedKind;
import chat.free4.room.descriptor.Terms;
import chat.free4.room.vectors.Fixtures.Person;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The vectors of descriptors and of their chains; what must come of each stands here by hand. */
final class DescriptorVectors {
  static final Person CAROL = Person.of("carol");
  static final Descriptor GENESIS = sign(genesisTerms(), ALICE);

  private static final int VERSION_AT = 4 + "free4chat descriptor 1".length() + 4 + 7 + 4;

  private DescriptorVectors() {}

  /** A room's first terms: Alice's, private, with Bob as deputy. */
  static Terms genesisTerms() {
    return new Terms(
        SealedKind.PRIVATE,
        1,
        Bytes.EMPTY,
        ALICE.identity().publicKey(),
        List.of(BOB.identity().publicKey()),
        Fixtures.seed("verifier"),
        12,
        Bytes.EMPTY,
        filled("wrapped", 60),
        filled("sealed", 28 + 128));
  }

  /** Terms that follow, with other words. */
  static Terms after(Descriptor former, String words) {
    Terms terms = former.terms();
    return new Terms(
        terms.kind(),
        terms.version() + 1,
        former.hash(),
        terms.owner(),
        terms.deputies(),
        terms.verifier(),
        terms.limit(),
        terms.follower(),
        terms.wrapped(),
        filled(words, 28 + 64));
  }

  static Terms ownedBy(Terms terms, Person owner) {
    return new Terms(
        terms.kind(),
        terms.version(),
        terms.previous(),
        owner.identity().publicKey(),
        List.of(),
        terms.verifier(),
        terms.limit(),
        terms.follower(),
        terms.wrapped(),
        terms.sealed());
  }

  static Descriptor sign(Terms terms, Person signer) {
    return terms.sign(signer.certificate(), signer.device());
  }

  private static Descriptor next(Descriptor former, String words, Person signer) {
    return sign(after(former, words), signer);
  }

  static VectorFile descriptors() {
    VectorFile file =
        new VectorFile(
            "descriptors.json",
            "Descriptors as they travel. Those with a drop are not of the form; the others give the"
                + " fields and the hash, and are signed as they should be.");
    good(file, "a genesis", GENESIS);
    Terms first = genesisTerms();
    good(
        file,
        "unlisted, without deputies, without a limit",
        sign(
            new Terms(
                SealedKind.UNLISTED,
                1,
                Bytes.EMPTY,
                first.owner(),
                List.of(),
                first.verifier(),
                0,
                Bytes.EMPTY,
                first.wrapped(),
                filled("long words", 28 + 2_048)),
            ALICE));
    good(file, "a later one", next(GENESIS, "other words", BOB));
    Terms later = after(GENESIS, "other words");
    good(
        file,
        "one that names a follower",
        sign(
            new Terms(
                later.kind(),
                later.version(),
                later.previous(),
                later.owner(),
                sorted(BOB, CAROL),
                later.verifier(),
                later.limit(),
                filled("follower", 16),
                later.wrapped(),
                later.sealed()),
            ALICE));
    malformed(file);
    return file;
  }

  private static void malformed(VectorFile file) {
    Bytes good = GENESIS.encode();
    bad(file, "empty", Bytes.EMPTY);
    bad(file, "one byte short", good.slice(0, good.length() - 1));
    bad(file, "one byte more", AccessVectors.concat(good, Bytes.of(new byte[1])));
    bad(file, "another label", AccessVectors.flip(good, 10));
    bad(file, "a length beyond the end", AccessVectors.flip(good, 0));
    bad(file, "another kind", AccessVectors.flip(good, VERSION_AT - 5));
    bad(file, "version 0", with(good, VERSION_AT + 7, 0));
    bad(file, "version 65", with(good, VERSION_AT + 7, 65));
    bad(file, "a version from the far future", with(good, VERSION_AT, 0x7f));
    Terms t = genesisTerms();
    Bytes owner = t.owner();
    bad(file, "a limit of 1", terms(t, t.previous(), t.deputies(), 1, Bytes.EMPTY, t.sealed()));
    bad(file, "a limit of 201", terms(t, t.previous(), t.deputies(), 201, Bytes.EMPTY, t.sealed()));
    bad(
        file,
        "a predecessor of 31 bytes",
        terms(t, filled("x", 31), t.deputies(), 0, Bytes.EMPTY, t.sealed()));
    bad(
        file,
        "a follower of 15 bytes",
        terms(t, t.previous(), t.deputies(), 0, filled("x", 15), t.sealed()));
    bad(
        file,
        "the owner as a deputy",
        terms(t, t.previous(), List.of(owner), 0, Bytes.EMPTY, t.sealed()));
    List<Bytes> deputies = sorted(BOB, CAROL);
    bad(
        file,
        "deputies descending",
        terms(t, t.previous(), deputies.reversed(), 0, Bytes.EMPTY, t.sealed()));
    bad(
        file,
        "a deputy twice",
        terms(
            t,
            t.previous(),
            List.of(deputies.getFirst(), deputies.getFirst()),
            0,
            Bytes.EMPTY,
            t.sealed()));
    List<Bytes> nine = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      nine.add(with(Bytes.of(new byte[32]), 0, i + 1));
    }
    bad(file, "nine deputies", terms(t, t.previous(), nine, 0, Bytes.EMPTY, t.sealed()));
    for (int length : new int[] {0, 28, 28 + 63, 28 + 65, 28 + 2_048 + 64}) {
      Bytes sealed = filled("sealed", length);
      bad(
          file,
          "a sealed part of " + length + " bytes",
          terms(t, t.previous(), t.deputies(), 0, Bytes.EMPTY, sealed));
    }
  }

  private static Bytes terms(
      Terms t, Bytes previous, List<Bytes> deputies, int limit, Bytes follower, Bytes sealed) {
    Terms terms =
        new Terms(
            t.kind(),
            t.version(),
            previous,
            t.owner(),
            deputies,
            t.verifier(),
            limit,
            follower,
            t.wrapped(),
            sealed);
    return sign(terms, ALICE).encode();
  }

  private static void good(VectorFile file, String about, Descriptor descriptor) {
    Terms terms = descriptor.terms();
    ObjectNode node = file.add(about).put("bytes", descriptor.encode().toBase64Url());
    node.put("kind", terms.kind().label()).put("version", terms.version());
    node.put("previous", terms.previous().toBase64Url());
    node.put("owner", terms.owner().toBase64Url());
    ArrayNode deputies = node.putArray("deputies");
    terms.deputies().forEach(deputy -> deputies.add(deputy.toBase64Url()));
    node.put("verifier", terms.verifier().toBase64Url()).put("limit", terms.limit());
    node.put("follower", terms.follower().toBase64Url());
    node.put("wrapped", terms.wrapped().toBase64Url());
    node.put("sealed", terms.sealed().toBase64Url());
    node.put("signer", descriptor.signer().toBase64Url());
    node.put("hash", descriptor.hash().toBase64Url());
  }

  private static void bad(VectorFile file, String about, Bytes bytes) {
    file.add(about).put("bytes", bytes.toBase64Url()).put("drop", "malformed");
  }

  static VectorFile chains() {
    VectorFile file =
        new VectorFile(
            "descriptor-chains.json",
            "links: a room's chain as it is shown. known: the one that was seen before, where there"
                + " is one. drop: why it is refused; without it, newest is the hash of the last"
                + " link of the chain that holds from then on.");
    List<Descriptor> three = new ArrayList<>(List.of(GENESIS));
    three.add(next(GENESIS, "two", ALICE));
    three.add(next(three.getLast(), "three", BOB));
    chain(file, "a genesis", List.of(GENESIS));
    chain(file, "three links, the last by a deputy", three);
    Descriptor handed = sign(ownedBy(after(three.getLast(), "four"), CAROL), ALICE);
    List<Descriptor> handedOver = plus(three, handed);
    chain(file, "handed over by the former owner", handedOver);
    chain(file, "the new owner goes on", plus(handedOver, next(handed, "five", CAROL)));
    broken(file, three, handedOver);
    shown(file, three, handedOver);
    return file;
  }

  private static void broken(VectorFile file, List<Descriptor> three, List<Descriptor> handedOver) {
    Descriptor two = three.get(1);
    refused(file, "no link", List.of(), "malformed");
    refused(file, "no genesis", List.of(two), "foreign");
    refused(file, "a link left out", List.of(GENESIS, three.get(2)), "order");
    refused(file, "a link twice", List.of(GENESIS, two, two), "order");
    Descriptor elsewhere = sign(after(sign(after(GENESIS, "2"), ALICE), "3"), ALICE);
    refused(file, "another predecessor", List.of(GENESIS, two, elsewhere), "order");
    refused(file, "by a stranger", List.of(GENESIS, next(GENESIS, "two", CAROL)), "signer");
    Descriptor grab = sign(ownedBy(after(GENESIS, "two"), BOB), BOB);
    refused(file, "a deputy makes itself owner", List.of(GENESIS, grab), "signer");
    Descriptor handed = handedOver.getLast();
    refused(
        file,
        "the former owner after handing over",
        plus(handedOver, next(handed, "five", ALICE)),
        "signer");
    refused(
        file,
        "a deputy whom the handing over dismissed",
        plus(handedOver, next(handed, "five", BOB)),
        "signer");
    Terms stolen = ownedBy(genesisTerms(), CAROL);
    Descriptor foreignGenesis = sign(stolen, CAROL);
    refused(file, "the genesis of another room", List.of(foreignGenesis), "foreign");
    Terms terms = after(GENESIS, "two");
    Descriptor otherKind =
        sign(
            new Terms(
                SealedKind.UNLISTED,
                terms.version(),
                terms.previous(),
                terms.owner(),
                terms.deputies(),
                terms.verifier(),
                terms.limit(),
                terms.follower(),
                terms.wrapped(),
                terms.sealed()),
            ALICE);
    refused(file, "the kind changes", List.of(GENESIS, otherKind), "foreign");
    Descriptor forged =
        new Descriptor(two.terms(), two.certificate(), AccessVectors.flip(two.signature(), 3));
    refused(file, "a signature with one bit turned", List.of(GENESIS, forged), "signature");
    DeviceCertificate wrong =
        new DeviceCertificate(
            ALICE.identity().publicKey(),
            CAROL.device().publicKey(),
            two.certificate().signature());
    refused(
        file,
        "a device that the signer did not certify",
        List.of(GENESIS, two.terms().sign(wrong, CAROL.device())),
        "signature");
    tooLong(file);
  }

  private static void tooLong(VectorFile file) {
    List<Descriptor> full = new ArrayList<>(List.of(GENESIS));
    while (full.size() < 64) {
      full.add(next(full.getLast(), "words " + full.size(), ALICE));
    }
    full.add(full.getLast());
    refused(file, "sixty-five links", full, "too-long");
    List<Descriptor> heavy = new ArrayList<>(List.of(GENESIS));
    while (heavy.size() < 16) {
      Terms t = after(heavy.getLast(), "words");
      heavy.add(
          sign(
              new Terms(
                  t.kind(),
                  t.version(),
                  t.previous(),
                  t.owner(),
                  t.deputies(),
                  t.verifier(),
                  t.limit(),
                  t.follower(),
                  t.wrapped(),
                  filled("heavy", 28 + 2_048)),
              ALICE));
    }
    refused(file, "more bytes than a chain may have", heavy, "too-long");
  }

  private static void shown(VectorFile file, List<Descriptor> three, List<Descriptor> handedOver) {
    List<Descriptor> two = three.subList(0, 2);
    known(file, "the same again", three, three, three);
    known(file, "a newer one that goes on", two, three, three);
    dropped(file, "an older one", three, two, "rollback");
    Descriptor hers = next(GENESIS, "hers", ALICE);
    boolean hersIsAbove = above(hers, two.getLast());
    List<Descriptor> fork = List.of(GENESIS, hers);
    List<Descriptor> low = hersIsAbove ? two : fork;
    List<Descriptor> high = hersIsAbove ? fork : two;
    known(file, "a fork by the owner with the higher hash", low, high, high);
    dropped(file, "a fork by the owner with the lower hash", high, low, "fork");
    List<Descriptor> longer = plus(low, next(low.getLast(), "more", ALICE));
    known(file, "a fork by the owner with the higher version", high, longer, longer);
    List<Descriptor> deputys = plus(fork, next(hers, "by a deputy", BOB));
    dropped(file, "a fork that goes on with a deputy's link", two, deputys, "fork");
    List<Descriptor> former = new ArrayList<>(three);
    for (int i = 0; i < 3; i++) {
      former.add(next(former.getLast(), "former owner " + i, ALICE));
    }
    dropped(file, "a fork by the former owner, as long as it likes", handedOver, former, "fork");
  }

  private static boolean above(Descriptor a, Descriptor b) {
    return Arrays.compareUnsigned(a.hash().toArray(), b.hash().toArray()) > 0;
  }

  private static void chain(VectorFile file, String about, List<Descriptor> links) {
    node(file, about, links).put("newest", links.getLast().hash().toBase64Url());
  }

  private static void refused(
      VectorFile file, String about, List<Descriptor> links, String reason) {
    node(file, about, links).put("drop", reason);
  }

  private static void known(
      VectorFile file,
      String about,
      List<Descriptor> known,
      List<Descriptor> links,
      List<Descriptor> holds) {
    put(node(file, about, links), "known", known)
        .put("newest", holds.getLast().hash().toBase64Url());
  }

  private static void dropped(
      VectorFile file,
      String about,
      List<Descriptor> known,
      List<Descriptor> links,
      String reason) {
    put(node(file, about, links), "known", known).put("drop", reason);
  }

  private static ObjectNode node(VectorFile file, String about, List<Descriptor> links) {
    ObjectNode node = file.add(about);
    node.put("room", DescriptorChain.roomOf(GENESIS).value().toBase64Url());
    return put(node, "links", links);
  }

  private static ObjectNode put(ObjectNode node, String field, List<Descriptor> links) {
    ArrayNode array = node.putArray(field);
    links.forEach(link -> array.add(link.encode().toBase64Url()));
    return node;
  }

  private static List<Descriptor> plus(List<Descriptor> links, Descriptor last) {
    List<Descriptor> all = new ArrayList<>(links);
    all.add(last);
    return all;
  }

  private static List<Bytes> sorted(Person... people) {
    return Arrays.stream(people)
        .map(person -> person.identity().publicKey())
        .sorted((a, b) -> Arrays.compareUnsigned(a.toArray(), b.toArray()))
        .toList();
  }

  private static Bytes with(Bytes bytes, int index, int value) {
    byte[] changed = bytes.toArray();
    changed[index] = (byte) value;
    return Bytes.of(changed);
  }

  /** So many bytes for a word. */
  static Bytes filled(String word, int length) {
    byte[] all = new byte[length];
    for (int at = 0, block = 0; at < length; at += 32, block++) {
      byte[] part = Transcript.of(word).addU64(block).sha256().toArray();
      System.arraycopy(part, 0, all, at, Math.min(32, length - at));
    }
    return Bytes.of(all);
  }
}
