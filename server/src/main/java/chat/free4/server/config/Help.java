package chat.free4.server.config;

/** The text of {@code --help}. */
final class Help {
  private static final int NAME_WIDTH = 28;

  private Help() {}

  static String text() {
    StringBuilder text = new StringBuilder(4096);
    text.append("free4chat: voice rooms in the browser.\n\nUsage: ./run [flags]\n\n");
    for (Flag<?> flag : Flags.ALL) {
      String head = "--" + flag.name() + (flag.isSwitch() ? "" : " " + flag.placeholder());
      text.append(String.format("  %-" + NAME_WIDTH + "s %s", head, flag.help()));
      if (!flag.initial().isEmpty() && !flag.isSwitch()) {
        text.append(" [").append(flag.initial()).append(']');
      }
      text.append(String.format("%n  %-" + NAME_WIDTH + "s %s%n", "", flag.environmentName()));
    }
    text.append(
        """
          --help                       Print this.
          --version                    Print the version.

        A flag wins over its environment variable, that over a line "name = value" in the file of
        --config, that over the default in brackets. Port 0 takes any free one.
        """);
    return text.toString();
  }
}
