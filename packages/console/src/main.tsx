/** Starts the console in the page that the server hands out. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './design/tokens.css';
import './design/base.css';
import { App } from './app/app.tsx';
import { CrashGuard } from './app/crash-guard.tsx';
import { startTheme } from './app/theme.ts';

startTheme();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');
createRoot(root).render(
  <StrictMode>
    <CrashGuard>
      <App />
    </CrashGuard>
  </StrictMode>,
);
