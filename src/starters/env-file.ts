/** Takes the variables of `.env`, where there is one; what is set already stays. */
import { existsSync } from 'node:fs';

export function readEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}
