package chat.free4.server.robot;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import chat.free4.room.access.VisibleText;
import chat.free4.room.robot.GameDeed;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.generators.X25519KeyPairGenerator;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * What a robot does in a game, as browsers read it (protocol/games.md). A guess is sealed to who
 * draws, by HPKE (RFC 9180, base mode, X25519, HKDF-SHA256, AES-128-GCM).
 */
public final class GamePlay {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_GUESS_CHARACTERS = 40;

  private GamePlay() {}

  /**
   * The body of an entry; null for a guess that is none, or for a key that is none.
   *
   * @param nickname by which the robot sits down
   * @param self the robot
   */
  public static @Nullable Bytes write(
      GameDeed deed, String nickname, RoomId room, MemberId self, SecureRandom random) {
    ObjectNode message = JSON.createObjectNode().put("g", deed.game());
    return switch (deed) {
      case GameDeed.Join _ ->
          bytes(
              message
                  .put("m", "join")
                  .put("nickname", nickname)
                  .put("key", nobodysKey(random).toBase64Url()));
      case GameDeed.Leave _ -> bytes(message.put("m", "leave"));
      case GameDeed.Pass _ -> {
        message.put("m", "do").putObject("deed").put("d", "pass");
        yield bytes(message);
      }
      case GameDeed.Guess guess -> {
        Bytes info = info(room, guess.game(), self.value().toBase64Url(), guess.to());
        Bytes padded = padded(guess.words());
        Bytes box = padded == null ? null : seal(guess.key(), info, padded);
        if (box == null) {
          yield null;
        }
        message
            .put("m", "do")
            .putObject("deed")
            .put("d", "guess")
            .put("turn", guess.turn())
            .put("box", box.toBase64Url());
        yield bytes(message);
      }
    };
  }

  /** For what, and between whom, something is sealed. */
  static Bytes info(RoomId room, String game, String from, String to) {
    return Transcript.of("free4chat game 1")
        .add(room.value())
        .addUtf8(game)
        .addUtf8(from)
        .addUtf8(to)
        .toBytes();
  }

  /** All guesses are as long as the longest. */
  private static @Nullable Bytes padded(String words) {
    String guess = words.strip();
    int length = Bytes.utf8(guess).length();
    boolean isGuess =
        VisibleText.isValid(guess, MAX_GUESS_CHARACTERS) && length <= GameDeed.Guess.MAX_BYTES;
    return isGuess ? Bytes.utf8(guess + " ".repeat(GameDeed.Guess.MAX_BYTES - length)) : null;
  }

  /** Encapsulated key and ciphertext; null for a key that is none. */
  private static @Nullable Bytes seal(Bytes key, Bytes info, Bytes words) {
    try {
      byte[][] sealed =
          hpke()
              .seal(
                  new X25519PublicKeyParameters(key.toArray()),
                  info.toArray(),
                  new byte[0],
                  words.toArray(),
                  null,
                  null,
                  null);
      byte[] box = new byte[sealed[0].length + sealed[1].length];
      System.arraycopy(sealed[1], 0, box, 0, sealed[1].length);
      System.arraycopy(sealed[0], 0, box, sealed[1].length, sealed[0].length);
      return Bytes.of(box);
    } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
      return null;
    }
  }

  static HPKE hpke() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
  }

  /** A robot has nothing to open anything with: it passes where it would draw. */
  private static Bytes nobodysKey(SecureRandom random) {
    X25519KeyPairGenerator pairs = new X25519KeyPairGenerator();
    pairs.init(new X25519KeyGenerationParameters(random));
    return Bytes.of(((X25519PublicKeyParameters) pairs.generateKeyPair().getPublic()).getEncoded());
  }

  private static Bytes bytes(ObjectNode message) {
    try {
      return Bytes.of(JSON.writeValueAsBytes(message));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a move", e);
    }
  }
}
