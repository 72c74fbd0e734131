// Every page of the site, with who can see it.

export const PAGES = [
  { path: '/' },
  { path: '/annuaire' },
  { path: '/annuaire?q=lorraine' },
  { path: '/annuaire/universite-de-lorraine' },
  { path: '/annuaire/proposer', as: 'entrepreneur' },
  { path: '/totems' },
  { path: '/totems/metz' },
  { path: '/demander' },
  { path: '/candidature' },
  { path: '/objectifs' },
  { path: '/connexion' },
  { path: '/sources' },
  { path: '/demo/courrier' },
  { path: '/demandes', as: 'entrepreneur' },
  { path: '/travail/metz', as: 'agent-metz' },
];
