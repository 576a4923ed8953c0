/*
 * The members of a server that somebody else has set up. On standard input: a line
 *   NAME PID SUITE ROOMS MEMBERS PUBLISHERS SECONDS PAYLOAD      (SUITE: GCM or SHA1)
 * then for each member its socket (inherited), the server's port and its master key and salt, "-" if it does not publish; then for
 * each member and each publisher of its room the master key and salt it hears it with, "-" for itself. Keys are in hex.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "members.h"

static struct plan plan;

_Noreturn static void refuse(const char *what) {
  fprintf(stderr, "the plan is wrong: %s\n", what);
  exit(2);
}

static void read_key(struct srtp *key) {
  char hex[65];
  uint8_t master[32];
  if (scanf("%64s", hex) != 1) refuse("a key is missing");
  if (strcmp(hex, "-") == 0) return;
  if ((int)strlen(hex) != 2 * srtp_master_length()) refuse("a key's length");
  for (int i = 0; i < srtp_master_length(); i++) {
    if (sscanf(hex + 2 * i, "%2hhx", &master[i]) != 1) refuse("a key's digits");
  }
  srtp_key(key, master);
}

static void read_members(int count) {
  for (int i = 0; i < count; i++) {
    int server_port;
    struct member *member = &plan.all[i];
    if (scanf("%d %d", &member->fd, &server_port) != 2) refuse("a member is missing");
    member->server = (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons((uint16_t)server_port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    read_key(&member->talk);
  }
  for (int s = 0; s < count * plan.publishers; s++) read_key(&plan.heard[s]);
}

int main(void) {
  static char name[33], suite[9], words[5][9], *numbers[5] = {words[0], words[1], words[2], words[3], words[4]};
  int pid;
  if (scanf("%32s %d %8s %8s %8s %8s %8s %8s", name, &pid, suite, words[0], words[1], words[2], words[3], words[4]) != 8) {
    refuse("the first line");
  }
  srtp_start(strcmp(suite, "GCM") == 0 ? AES_GCM : AES_CM_SHA1);
  plan_of(&plan, numbers, NULL);
  read_members(plan.rooms * plan.members);
  return run_members(&plan, name, pid);
}
