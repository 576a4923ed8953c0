import "./view/styles/fonts.css";
import "./view/styles/tokens.css";
import "./view/styles/base.css";
import { createRoot } from "react-dom/client";
import { forgetOldChats } from "./client/chat-keeper.ts";
import { forgetOldFiles } from "./files/file-desk.ts";
import { keepPage } from "./offline/register.ts";
import { rollNickname, rollRoomName } from "./state/dice.ts";
import { LiveDirectoryStore } from "./state/directory-store.ts";
import { LiveIdentityBox } from "./state/identity.ts";
import { startLanguage } from "./state/language-choice.ts";
import { openRoom, openSealedRoom } from "./state/open-room.ts";
import { forgetRoom, recentRooms, subscribeRecentRooms } from "./state/recent-rooms.ts";
import { lazySealedServices } from "./state/sealed-services.ts";
import { serverLine } from "./state/server-line.ts";
import { rememberedNickname, rememberNickname } from "./state/settings.ts";
import { App } from "./view/app.tsx";
import type { Services } from "./view/services.ts";

const services: Services = {
  openRoom,
  openSealedRoom,
  ...lazySealedServices,
  openDirectory: () => new LiveDirectoryStore(serverLine()),
  recentRooms,
  subscribeRecentRooms,
  forgetRoom,
  rememberedNickname,
  rememberNickname,
  identity: new LiveIdentityBox(),
  rollRoomName,
  rollNickname,
};

void forgetOldChats(Date.now());
void forgetOldFiles();
keepPage();

const root = document.getElementById("root");
if (root) void startLanguage().then(() => createRoot(root).render(<App services={services} />));
