import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// While developing, `npm run dev` serves the screens and passes everything else to a running centre.
const center = process.env.CORDBOARD_DEV_CENTER ?? "http://127.0.0.1:8700";

export default defineConfig({
  plugins: [react()],
  base: "/",
  build: {
    outDir: "../src/cordboard/web/static",
    emptyOutDir: true,
    // Charts are one lazy chunk above Vite's default limit of 500 kB; a warning that is always there warns of nothing.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: { index: "index.html", call: "call.html" } },
  },
  server: {
    proxy: {
      "/api": { target: center, ws: true },
      "/sip": { target: center, ws: true },
    },
  },
  test: { environment: "happy-dom", globals: false, passWithNoTests: true },
});
