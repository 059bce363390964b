/** Legal forms, and words of which names of organisations are made. */
import { wordList } from './word-list.ts';

export const legalForms = wordList(`
inc incorporated corp corporation ltd limited llc llp plc lp co company gmbh ag kg ohg gbr ug se mbh ev e.v eg kgaa sa sas sarl s.a s.a.s eurl sci sl s.l slu srl s.r.l spa s.p.a snc bv b.v nv n.v vof cv ab as asa aps a/s oy oyj sp z.o.o s.r.o a.s kft zrt nyrt srl d.o.o ooo pty pte bhd sdn ltda eireli s/a cv holding group gruppe groupe grupo gruppo
`);

export const organisationWords = wordList(`
bank university college hospital clinic institute foundation association agency ministry department council school academy museum library church trust partners associates solutions systems technologies technology software labs laboratories pharma pharmaceuticals logistics insurance consulting industries energy media studios ventures capital motors airlines airways hotel hotels foods retail stores
universität hochschule klinikum krankenhaus stiftung verein ministerium amt sparkasse volksbank versicherung werke stadtwerke gesellschaft verlag praxis apotheke schule gymnasium
université hôpital banque institut fondation société mairie ministère lycée école clinique assurances éditions universidad hospital banco fundación ministerio ayuntamiento colegio instituto clínica seguros editorial università ospedale banca fondazione ministero comune scuola istituto clinica assicurazioni
universidade fundação câmara escola clínica seguros universiteit ziekenhuis stichting gemeente ministerie vereniging uniwersytet szpital fundacja urząd universitet sjukhus stiftelse kommun
hospice surgery practice nhs charity society federation union club committee commission authority bureau office corps network services service international global enterprises manufacturing construction engineering dental legal advisors brothers sons
`);
