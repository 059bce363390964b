import { findSensitive } from './src/detection/find-sensitive.ts';
for (const t of ['Donor: Fermin Rathod, 1954-03-18, Storgatan 17, 753 31 Uppsala, prefers mail to x.','The sort code is 20-00-00 and the account number is 55779911.','Sort code 20-00-00, account number 55779911.'])console.log(t,JSON.stringify(findSensitive(t)));
