/** The kind of provider that runs models on this machine, as `provider:` in plimsoll.yaml names it; what any other is asked leaves the machine. */
export const localProvider = 'llama.cpp';
