#!/usr/bin/env node
/** The command `perihelion-assets DIR`. */
import { assetFiles, copyAssets } from './copy-assets.js';

const [folder, ...more] = process.argv.slice(2);
if (folder === undefined || folder.startsWith('-') || more.length > 0) {
  console.error('usage: perihelion-assets DIR');
  process.exitCode = 2;
} else {
  try {
    await copyAssets(folder);
    console.log(`${assetFiles.length} files → ${folder}`);
  } catch (error) {
    console.error(`perihelion-assets: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
