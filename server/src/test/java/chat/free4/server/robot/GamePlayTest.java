package chat.free4.server.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.robot.GameDeed;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.X25519KeyPairGenerator;
import org.bouncycastle.crypto.params.X25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What robots write into games is what protocol/games.md says. */
final class GamePlayTest {
  private static final String GAME = "game0000001";
  private static final String ANN = "a".repeat(22);
  private static final int ENCAPSULATED_BYTES = 32;
  private static final int TAG_BYTES = 16;
  private static final RoomId ROOM = RoomId.ofPublic("kitchen");
  private static final MemberId PIP = new MemberId(Bytes.of(new byte[MemberId.BYTES]));

  /** What a page has sealed: from PIP to ANN, in GAME in ROOM, for the key of RFC 9180, A.1.1. */
  private static final String SEALED_BY_A_PAGE =
      "N_2jVnvb1ijohmjDyNfpfR0SU7bU6m1EwVD3QfG_RDFy2BdWIC6EtjqJtOh3l17-giANSAdh8TfVoheG"
          + "kijlZlwU9MLFMe7aROsVZUuPNdAvrbcZtwdx19s9NYvCM3HI9pi0D937Ij15QiZc81muJs3sgqWKi8bf"
          + "_FX-rw-urpymkLEey64qyYVweh1ts4phzsQshCJZ8MipCpzKwkqil1ffoBc0QIWpYPICZg7dXSqnMSuR"
          + "x2gDONs_dk1E6smTJDuXJc_yvfp2XtCG68uNIQ";

  private static final String RECIPIENT =
      "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8";

  private final SecureRandom random = new SecureRandom();

  private @Nullable Bytes write(GameDeed deed) {
    return GamePlay.write(deed, "Pip", ROOM, PIP, random);
  }

  private JsonNode body(GameDeed deed) throws Exception {
    Bytes bytes = Objects.requireNonNull(write(deed));
    return new ObjectMapper().readTree(new String(bytes.toArray(), StandardCharsets.UTF_8));
  }

  private static byte[] decoded(JsonNode text) {
    return Objects.requireNonNull(Bytes.ofBase64Url(text.asText())).toArray();
  }

  private AsymmetricCipherKeyPair pair() {
    X25519KeyPairGenerator pairs = new X25519KeyPairGenerator();
    pairs.init(new X25519KeyGenerationParameters(random));
    return pairs.generateKeyPair();
  }

  private static Bytes key(AsymmetricCipherKeyPair pair) {
    return Bytes.of(((X25519PublicKeyParameters) pair.getPublic()).getEncoded());
  }

  @Test
  void sitsDownGetsUpAndPasses() throws Exception {
    JsonNode join = body(new GameDeed.Join(GAME));
    assertThat(join.path("m").asText()).isEqualTo("join");
    assertThat(join.path("g").asText()).isEqualTo(GAME);
    assertThat(join.path("nickname").asText()).isEqualTo("Pip");
    assertThat(decoded(join.path("key"))).hasSize(32);
    assertThat(body(new GameDeed.Leave(GAME)).toString())
        .isEqualTo("{\"g\":\"" + GAME + "\",\"m\":\"leave\"}");
    assertThat(body(new GameDeed.Pass(GAME)).toString())
        .isEqualTo("{\"g\":\"" + GAME + "\",\"m\":\"do\",\"deed\":{\"d\":\"pass\"}}");
  }

  @Test
  void aGuessIsForTheDrawerAloneAndAsLongAsAllOthers() throws Exception {
    AsymmetricCipherKeyPair ann = pair();
    JsonNode deed = body(new GameDeed.Guess(GAME, 3, ANN, key(ann), " Eisbär ")).path("deed");
    assertThat(deed.path("d").asText()).isEqualTo("guess");
    assertThat(deed.path("turn").asLong()).isEqualTo(3);
    byte[] box = decoded(deed.path("box"));
    assertThat(box).hasSize(ENCAPSULATED_BYTES + GameDeed.Guess.MAX_BYTES + TAG_BYTES);
    byte[] encapsulated = Arrays.copyOf(box, ENCAPSULATED_BYTES);
    byte[] sealed = Arrays.copyOfRange(box, ENCAPSULATED_BYTES, box.length);
    String pip = PIP.value().toBase64Url();
    byte[] info = GamePlay.info(ROOM, GAME, pip, ANN).toArray();
    byte[] none = new byte[0];
    byte[] opened = GamePlay.hpke().open(encapsulated, ann, info, none, sealed, null, null, null);
    assertThat(new String(opened, StandardCharsets.UTF_8).strip()).isEqualTo("Eisbär");
    assertThat(opened).hasSize(GameDeed.Guess.MAX_BYTES);
    byte[] other = GamePlay.info(ROOM, GAME, pip, pip).toArray();
    assertThat(
            catchThrowable(
                () ->
                    GamePlay.hpke().open(encapsulated, ann, other, none, sealed, null, null, null)))
        .as("for somebody else")
        .isNotNull();
  }

  @Test
  void sealsAsPagesDo() throws Exception {
    X25519PrivateKeyParameters secret =
        new X25519PrivateKeyParameters(HexFormat.of().parseHex(RECIPIENT));
    AsymmetricCipherKeyPair ann = new AsymmetricCipherKeyPair(secret.generatePublicKey(), secret);
    byte[] box = Objects.requireNonNull(Bytes.ofBase64Url(SEALED_BY_A_PAGE)).toArray();
    byte[] info = GamePlay.info(ROOM, GAME, PIP.value().toBase64Url(), ANN).toArray();
    byte[] encapsulated = Arrays.copyOf(box, ENCAPSULATED_BYTES);
    byte[] sealed = Arrays.copyOfRange(box, ENCAPSULATED_BYTES, box.length);
    byte[] opened =
        GamePlay.hpke().open(encapsulated, ann, info, new byte[0], sealed, null, null, null);
    assertThat(new String(opened, StandardCharsets.UTF_8))
        .isEqualTo("a polar bear" + " ".repeat(148));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\u0007b", "12345678901234567890123456789012345678901"})
  void whatIsNoGuessIsNotWritten(String words) {
    assertThat(write(new GameDeed.Guess(GAME, 1, ANN, key(pair()), words))).isNull();
  }

  @Test
  void toAKeyThatIsNoneNothingIsSealed() {
    assertThat(write(new GameDeed.Guess(GAME, 1, ANN, Bytes.of(new byte[32]), "fox"))).isNull();
    assertThat(write(new GameDeed.Guess(GAME, 1, ANN, Bytes.of(new byte[31]), "fox"))).isNull();
  }
}
