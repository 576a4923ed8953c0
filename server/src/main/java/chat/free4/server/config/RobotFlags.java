package chat.free4.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Settings of what robots are helped by. Without them, nothing leaves this server. */
public final class RobotFlags {
  private static final int MAX_VOICES = 64;
  private static final int MAX_BUDGET = 2_000_000;
  private static final int MAX_EARS_BUDGET = 100_000;

  /** Of a model or a voice: whatever its service calls it. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}");

  private static final Pattern REGION = Pattern.compile("[a-z0-9]{2,32}");

  /** {@code en-US-JennyNeural}. */
  private static final Pattern AZURE_VOICE =
      Pattern.compile("[a-z]{2,3}(-[A-Za-z]{2,8}){1,2}-[A-Za-z0-9:]{1,64}");

  static final Flag<Optional<URI>> MIND_URL =
      new Flag<>(
          "mind-url",
          "URL",
          "",
          "An OpenAI-compatible service that answers for robots (.../v1); what is written where"
              + " one is goes there.",
          RobotFlags::url);

  static final Flag<Optional<Path>> MIND_KEY_FILE = keyFile("mind-key-file", MIND_URL);

  static final Flag<String> MIND_MODEL =
      name("mind-model", "MODEL", "gpt-4o-mini", "The model that --mind-url is asked for.");

  static final Flag<Integer> MIND_BUDGET =
      FlagValues.number(
          "mind-budget",
          "N",
          200_000,
          2_500,
          MAX_BUDGET,
          "Characters that the robots of a room may send to --mind-url and have from it an hour.");

  static final Flag<Optional<URI>> SPEECH_URL =
      new Flag<>(
          "speech-url",
          "URL",
          "",
          "An OpenAI-compatible service that is the voice of robots (.../v1), in place of"
              + " espeak-ng.",
          RobotFlags::url);

  static final Flag<Optional<Path>> SPEECH_KEY_FILE = keyFile("speech-key-file", SPEECH_URL);

  static final Flag<String> SPEECH_MODEL =
      name("speech-model", "MODEL", "tts-1", "The model that --speech-url is asked for.");

  static final Flag<String> SPEECH_VOICE =
      name("speech-voice", "VOICE", "alloy", "The voice that --speech-url is asked for.");

  static final Flag<Optional<URI>> AZURE_URL =
      new Flag<>(
          "azure-speech",
          "REGION|URL",
          "",
          "Azure Speech is the voice of robots: its region, or the whole address.",
          RobotFlags::azure);

  static final Flag<Optional<Path>> AZURE_KEY_FILE = keyFile("azure-speech-key-file", AZURE_URL);

  static final Flag<List<String>> AZURE_VOICES =
      new Flag<>(
          "azure-speech-voices",
          "VOICE,...",
          "en-US-JennyNeural,es-ES-ElviraNeural,zh-CN-XiaoxiaoNeural",
          "Voices of --azure-speech, one a language; the first is for all others.",
          RobotFlags::voices);

  static final Flag<Optional<URI>> EARS_URL =
      new Flag<>(
          "ears-url",
          "URL",
          "",
          "An OpenAI-compatible service that writes down what people say who agree to it (.../v1),"
              + " in rooms that are not sealed; their voice goes there.",
          RobotFlags::url);

  static final Flag<Optional<Path>> EARS_KEY_FILE = keyFile("ears-key-file", EARS_URL);

  static final Flag<String> EARS_MODEL =
      name("ears-model", "MODEL", "whisper-1", "The model that --ears-url is asked for.");

  static final Flag<Integer> EARS_BUDGET =
      FlagValues.number(
          "ears-budget",
          "SECONDS",
          3_600,
          60,
          MAX_EARS_BUDGET,
          "Seconds of speech of a room that --ears-url is given an hour.");

  static final List<Flag<?>> ALL =
      List.of(
          MIND_URL,
          MIND_KEY_FILE,
          MIND_MODEL,
          MIND_BUDGET,
          SPEECH_URL,
          SPEECH_KEY_FILE,
          SPEECH_MODEL,
          SPEECH_VOICE,
          AZURE_URL,
          AZURE_KEY_FILE,
          AZURE_VOICES,
          EARS_URL,
          EARS_KEY_FILE,
          EARS_MODEL,
          EARS_BUDGET);

  private RobotFlags() {}

  /** Gives the value of a flag. */
  interface Values {
    <T> T get(Flag<T> flag);
  }

  /** What was told, checked; {@code isNamed} knows which flags were. */
  static RobotConfig read(Values values, Predicate<Flag<?>> isNamed) {
    needs(isNamed, MIND_URL, MIND_KEY_FILE, MIND_MODEL, MIND_BUDGET);
    needs(isNamed, SPEECH_URL, SPEECH_KEY_FILE, SPEECH_MODEL, SPEECH_VOICE);
    needs(isNamed, EARS_URL, EARS_KEY_FILE, EARS_MODEL, EARS_BUDGET);
    needs(isNamed, AZURE_URL, AZURE_KEY_FILE, AZURE_VOICES);
    Optional<URI> azure = values.get(AZURE_URL);
    Optional<URI> speech = values.get(SPEECH_URL);
    if (azure.isPresent() && speech.isPresent()) {
      throw new ConfigException("--azure-speech: want either this or --speech-url");
    }
    Optional<Secret> azureKey = key(values, AZURE_KEY_FILE);
    if (azure.isPresent() && azureKey.isEmpty()) {
      throw new ConfigException("--azure-speech: want --azure-speech-key-file beside it");
    }
    return new RobotConfig(
        service(values, MIND_URL, MIND_KEY_FILE, MIND_MODEL),
        values.get(MIND_BUDGET),
        service(values, SPEECH_URL, SPEECH_KEY_FILE, SPEECH_MODEL)
            .map(service -> new RobotConfig.Speech(service, values.get(SPEECH_VOICE))),
        azure.map(
            url -> new RobotConfig.Azure(url, azureKey.orElseThrow(), values.get(AZURE_VOICES))),
        service(values, EARS_URL, EARS_KEY_FILE, EARS_MODEL),
        values.get(EARS_BUDGET));
  }

  private static void needs(Predicate<Flag<?>> isNamed, Flag<?> first, Flag<?>... others) {
    for (Flag<?> flag : others) {
      if (isNamed.test(flag) && !isNamed.test(first)) {
        throw new ConfigException("--" + flag.name() + ": want --" + first.name() + " beside it");
      }
    }
  }

  private static Optional<RobotConfig.Service> service(
      Values values, Flag<Optional<URI>> url, Flag<Optional<Path>> keyFile, Flag<String> model) {
    return values
        .get(url)
        .map(
            at -> new RobotConfig.Service(url.name(), at, key(values, keyFile), values.get(model)));
  }

  private static Optional<Secret> key(Values values, Flag<Optional<Path>> flag) {
    return values.get(flag).map(file -> Secret.read(flag, file));
  }

  private static Flag<Optional<Path>> keyFile(String name, Flag<?> of) {
    return new Flag<>(
        name, "FILE", "", "The key of --" + of.name() + ".", FlagValues::optionalPath);
  }

  private static Flag<String> name(String name, String placeholder, String initial, String help) {
    Function<String, String> parser =
        text -> {
          if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("want a name as its service has it");
          }
          return text;
        };
    return new Flag<>(name, placeholder, initial, help, parser::apply);
  }

  /** Without what could hold a key: an address may be shown. */
  private static Optional<URI> url(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text.replaceAll("/+$", ""));
      boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (isWeb
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // Said below, as for an address of another kind.
    }
    throw new IllegalArgumentException(
        "want http://host/... or https://host/..., without a name, a key or a question mark");
  }

  private static Optional<URI> azure(String text) {
    return REGION.matcher(text).matches()
        ? Optional.of(
            URI.create("https://" + text + ".tts.speech.microsoft.com/cognitiveservices/v1"))
        : url(text);
  }

  private static List<String> voices(String text) {
    List<String> voices = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String voice = part.strip();
      if (!AZURE_VOICE.matcher(voice).matches() || voices.size() == MAX_VOICES) {
        throw new IllegalArgumentException(
            "want 1 to " + MAX_VOICES + " voices such as en-US-JennyNeural, joined by commas");
      }
      voices.add(voice);
    }
    return List.copyOf(voices);
  }
}
