import { defineConfig } from "@hey-api/openapi-ts";

// Types alone: how to ask is one small file, src/api.ts.
export default defineConfig({
  input: "openapi.json",
  output: "src/api/client",
  plugins: ["@hey-api/typescript"],
});
